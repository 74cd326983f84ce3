// Command pulumi-language-nodejs is the lab's Node.js language host, for machines where the official one cannot be had.
// The engine starts it, reads a port from its standard output and asks it over gRPC to run programs with node, through
// the SDK's own "@pulumi/pulumi/cmd/run" entry.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// An engine that was killed cannot say goodbye: this often the host asks whether it is still there.
const engineCheckInterval = 30 * time.Second

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-language-nodejs: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("pulumi-language-nodejs", flag.ContinueOnError)
	tracing := flags.String("tracing", "", "endpoint that the program sends its traces to")
	// The engine passes its own logging flags on to every plugin. There is nothing here that would log at a level.
	flags.Bool("logtostderr", false, "accepted, without effect")
	flags.Int("v", 0, "accepted, without effect")
	if err := flags.Parse(args); err != nil {
		return err
	}

	node, err := exec.LookPath("node")
	if err != nil {
		return fmt.Errorf("could not find node on the PATH: %w", err)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	host := newLanguageHost(ctx, cancel, node, *tracing)
	if engine := flags.Arg(0); engine != "" {
		if err := host.connect(engine); err != nil {
			return err
		}
	}

	stopServing := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopServing,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("could not start the language host's server: %w", err)
	}
	context.AfterFunc(ctx, func() { close(stopServing) })

	// The engine's start-up protocol: the first line of standard output is the port.
	fmt.Printf("%d\n", handle.Port)
	return <-handle.Done
}
