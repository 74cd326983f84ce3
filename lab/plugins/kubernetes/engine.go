package main

import (
	"context"
	"fmt"
	"net"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// engine is the plugin's way to talk to the engine that runs it. Its zero value swallows every message, for a plugin that
// is driven without an engine.
type engine struct {
	address  string
	conn     *grpc.ClientConn
	client   pulumirpc.EngineClient
	announce sync.Once
	claim    net.Listener
}

func (e *engine) attach(address string) error {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()), rpcutil.GrpcChannelOptions())
	if err != nil {
		return fmt.Errorf("connecting to the engine at %s: %w", address, err)
	}
	e.address, e.conn, e.client = address, conn, pulumirpc.NewEngineClient(conn)
	return nil
}

// warn shows a message in the diagnostics of a resource.
func (e *engine) warn(ctx context.Context, urn, format string, args ...any) {
	e.send(ctx, pulumirpc.LogSeverity_WARNING, urn, fmt.Sprintf(format, args...), false)
}

// status shows what a resource is waiting for, until the next message replaces it.
func (e *engine) status(ctx context.Context, urn, format string, args ...any) {
	e.send(ctx, pulumirpc.LogSeverity_INFO, urn, fmt.Sprintf(format, args...), true)
}

func (e *engine) send(ctx context.Context, severity pulumirpc.LogSeverity, urn, message string, ephemeral bool) {
	if e.client == nil {
		return
	}
	// A message that cannot be delivered must not fail the operation that it is about.
	_, _ = e.client.Log(ctx, &pulumirpc.LogRequest{Severity: severity, Urn: urn, Message: message, Ephemeral: ephemeral})
}

// announceStandIn says once per operation that this is not the official plugin. The engine starts one process for every
// provider of a stack; an abstract socket named after the engine's address lets exactly one of them speak, and leaves
// nothing behind when they end.
func (e *engine) announceStandIn(ctx context.Context) {
	e.announce.Do(func() {
		if e.client == nil {
			return
		}
		claim, err := net.Listen("unix", "@meshwork-stand-in-kubernetes-"+e.address)
		if err != nil {
			return
		}
		e.claim = claim
		e.send(ctx, pulumirpc.LogSeverity_INFO, "", fmt.Sprintf("stand-in plugin kubernetes %s of meshwork's lab is in use", version), false)
	})
}
