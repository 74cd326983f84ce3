// Command pulumi-resource-kubernetes is meshwork's stand-in for the official Pulumi kubernetes provider plugin. It serves
// the part of the package that a mesh needs, for machines that cannot download the official one.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"k8s.io/klog/v2"
)

func main() {
	// The engine passes its tracing and logging flags to every plugin; they are accepted, since an unknown flag would end
	// the process before it has printed its port.
	flags := flag.NewFlagSet("pulumi-resource-kubernetes", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Bool("logtostderr", false, "accepted from the engine, unused")
	flags.String("tracing", "", "accepted from the engine, unused")
	flags.String("v", "", "accepted from the engine, unused")
	if err := flags.Parse(os.Args[1:]); err != nil {
		fail(fmt.Errorf("arguments: %w", err))
	}

	// Client libraries write progress of their own to standard error, which the engine shows to the user as diagnostics.
	klog.SetLogger(klog.Logger{})
	log.SetOutput(io.Discard)

	// The process lives for one preview or update: memory is cheaper than the third of its time that collecting takes.
	debug.SetGCPercent(400)

	if err := serve(flags.Arg(0)); err != nil {
		fail(err)
	}
}

// serve answers provider calls until the engine closes the plugin.
func serve(engineAddress string) error {
	p := newProvider()
	if engineAddress != "" {
		if err := p.engine.attach(engineAddress); err != nil {
			return err
		}
	}

	cancel := make(chan bool)
	if engineAddress != "" {
		// Without this a plugin outlives an engine that was killed.
		if err := rpcutil.Healthcheck(context.Background(), engineAddress, healthInterval, func() { close(cancel) }); err != nil {
			return fmt.Errorf("watching the engine at %s: %w", engineAddress, err)
		}
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(server, p)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("starting to listen: %w", err)
	}
	// The engine reads the first line of standard output as the port.
	fmt.Printf("%d\n", handle.Port)
	return <-handle.Done
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "pulumi-resource-kubernetes: %v\n", err)
	os.Exit(1)
}
