package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// version is the version of the official plugin that this one stands in for. The engine picks plugins by it.
const version = "4.34.2"

// healthInterval is how often the plugin asks whether its engine still lives.
const healthInterval = 5 * time.Second

// provider answers the engine's calls for one configured cluster. Methods that it does not define, Handshake among them,
// answer Unimplemented, as the official plugin's do.
type provider struct {
	pulumirpc.UnimplementedResourceProviderServer

	engine  *engine
	options options
	cluster *cluster

	// alive ends when the engine cancels the operation, so that no wait outlives it.
	alive  context.Context
	cancel context.CancelFunc
}

func newProvider() *provider {
	alive, cancel := context.WithCancel(context.Background())
	unconfigured := &cluster{namespace: "default", broken: errors.New("the provider has not been configured yet: its kubeconfig is not known")}
	return &provider{engine: &engine{}, cluster: unconfigured, alive: alive, cancel: cancel}
}

// GetPluginInfo tells the engine which version this is.
func (p *provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// GetSchema answers the smallest valid schema: only code generators and YAML programs read more of it.
func (p *provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	return &pulumirpc.GetSchemaResponse{Schema: fmt.Sprintf(`{"name":"kubernetes","version":%q}`, version)}, nil
}

// Attach connects to an engine whose address was not known at start.
func (p *provider) Attach(_ context.Context, req *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	if err := p.engine.attach(req.GetAddress()); err != nil {
		return nil, err
	}
	return &emptypb.Empty{}, nil
}

// Cancel ends every wait that is under way.
func (p *provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	p.cancel()
	return &emptypb.Empty{}, nil
}

// bound is the call's context, ended by Cancel too.
func (p *provider) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(p.alive, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}
