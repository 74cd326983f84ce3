package main

import (
	"context"
	"net"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"meshwork.dev/lab/plugins/provider"
)

// server answers the calls about commands, and leaves what all plugins have in common to the server of the table.
type server struct {
	*provider.Server

	// Opens a connection. Tests put a server of their own in the place of a recorded machine.
	dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Ends with the engine's Cancel.
	uncancelled context.Context
	cancel      context.CancelFunc
}

func newServer() *server {
	uncancelled, cancel := context.WithCancel(context.Background())
	return &server{
		Server: provider.NewServer(standIn()), dial: (&net.Dialer{}).DialContext, uncancelled: uncancelled, cancel: cancel,
	}
}

// Configure asks for the marks of secrets: commands have no properties that are secret by themselves.
func (s *server) Configure(
	ctx context.Context, request *pulumirpc.ConfigureRequest,
) (*pulumirpc.ConfigureResponse, error) {
	if _, err := s.Server.Configure(ctx, request); err != nil {
		return nil, err
	}
	return &pulumirpc.ConfigureResponse{
		AcceptSecrets: true, SupportsPreview: true, AcceptResources: true, AcceptOutputs: true,
	}, nil
}

// Cancel ends every command that runs, and each that would start from now on.
func (s *server) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	s.cancel()
	return &emptypb.Empty{}, nil
}

// cancellable returns a context that ends with a call or with the engine's Cancel, and a function that frees it.
func (s *server) cancellable(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.uncancelled, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// show shows a line until the next one replaces it. A line that cannot be shown must not fail the command that wrote it.
func (s *server) show(ctx context.Context, urn, line string) {
	_ = s.Log(ctx, &pulumirpc.LogRequest{
		Severity: pulumirpc.LogSeverity_INFO, Urn: urn, Message: line, Ephemeral: true,
	})
}
