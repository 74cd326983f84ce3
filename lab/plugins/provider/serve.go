// Package provider serves what the lab's stand-in plugins without an API behind them (tls, random, command) have in common:
// the engine's start-up protocol, and previews, diffs and secrets from a table of inputs and outputs.
package provider

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
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
	server := NewServer(plugin)
	MainOf(server, server)
}

// MainOf does what Main does for a plugin that answers some calls in a way of its own and leaves the others to the server of
// its table.
func MainOf(table *Server, answering pulumirpc.ResourceProviderServer) {
	if err := serve(table, answering, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-%s: %v\n", table.plugin.Name, err)
		os.Exit(1)
	}
}

func serve(table *Server, answering pulumirpc.ResourceProviderServer, args []string) error {
	flags := flag.NewFlagSet("pulumi-resource-"+table.plugin.Name, flag.ContinueOnError)
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

	if address := flags.Arg(0); address != "" {
		if err := rpcutil.Healthcheck(ctx, address, engineCheckInterval, cancel); err != nil {
			return fmt.Errorf("could not watch the engine at %s: %w", address, err)
		}
		log, err := engineLog(address)
		if err != nil {
			return err
		}
		table.LogTo(log)
	}

	stopServing := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopServing,
		Init: func(registrar *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(registrar, answering)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("could not start the plugin's server: %w", err)
	}
	context.AfterFunc(ctx, func() {
		// Serving ends when the last call has ended, so calls that wait for something are interrupted.
		_, _ = answering.Cancel(context.WithoutCancel(ctx), &emptypb.Empty{})
		close(stopServing)
	})

	// The engine's start-up protocol: the first line of standard output is the port.
	fmt.Printf("%d\n", handle.Port)
	return <-handle.Done
}

// engineLog returns a function that has the engine show a text to the user.
func engineLog(address string) (func(context.Context, *pulumirpc.LogRequest) error, error) {
	connection, err := grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()), rpcutil.GrpcChannelOptions())
	if err != nil {
		return nil, fmt.Errorf("could not connect to the engine at %s: %w", address, err)
	}
	client := pulumirpc.NewEngineClient(connection)
	return func(ctx context.Context, request *pulumirpc.LogRequest) error {
		_, err := client.Log(ctx, request)
		return err
	}, nil
}
