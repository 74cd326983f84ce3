// Package provider serves what the lab's stand-in plugins without a service behind them (tls, random) have in common: the
// engine's start-up protocol, and previews, diffs and secrets from a table of inputs and outputs.
package provider

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// An engine that was killed cannot say goodbye: this often a plugin asks whether it is still there.
const engineCheckInterval = 30 * time.Second

// Plugin is a stand-in for the official plugin of one package at one version.
type Plugin struct {
	// Name of the package, for example tls.
	Name string
	// Version of the official plugin that this one stands in for.
	Version string
	// Resources by type token.
	Resources map[string]Resource
}

// Main serves a plugin until the engine ends it, and exits the process.
func Main(plugin Plugin) {
	if err := serve(plugin, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-%s: %v\n", plugin.Name, err)
		os.Exit(1)
	}
}

func serve(plugin Plugin, args []string) error {
	flags := flag.NewFlagSet("pulumi-resource-"+plugin.Name, flag.ContinueOnError)
	// The engine passes its own logging and tracing flags on to every plugin. There is nothing here to log or trace.
	flags.Bool("logtostderr", false, "accepted, without effect")
	flags.Int("v", 0, "accepted, without effect")
	flags.String("tracing", "", "accepted, without effect")
	if err := flags.Parse(args); err != nil {
		return err
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	server := NewServer(plugin)
	if address := flags.Arg(0); address != "" {
		if err := rpcutil.Healthcheck(ctx, address, engineCheckInterval, cancel); err != nil {
			return fmt.Errorf("could not watch the engine at %s: %w", address, err)
		}
		server.notice = engineNotice(address)
	}

	stopServing := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopServing,
		Init: func(registrar *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(registrar, server)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("could not start the plugin's server: %w", err)
	}
	context.AfterFunc(ctx, func() { close(stopServing) })

	// The engine's start-up protocol: the first line of standard output is the port.
	fmt.Printf("%d\n", handle.Port)
	return <-handle.Done
}

// engineNotice returns a function that shows a text to the user, once in the life of this process however many providers
// it is configured for.
func engineNotice(address string) func(ctx context.Context, urn, text string) error {
	var once sync.Once
	return func(ctx context.Context, urn, text string) (err error) {
		once.Do(func() {
			var connection *grpc.ClientConn
			connection, err = grpc.NewClient(address,
				grpc.WithTransportCredentials(insecure.NewCredentials()), rpcutil.GrpcChannelOptions())
			if err != nil {
				return
			}
			defer connection.Close()
			_, err = pulumirpc.NewEngineClient(connection).Log(ctx, &pulumirpc.LogRequest{
				Severity: pulumirpc.LogSeverity_INFO, Urn: urn, Message: text,
			})
		})
		return err
	}
}
