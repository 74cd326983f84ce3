package main

import (
	"context"
	"net"
	"sync"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// monitor plays the engine for components: it notes what they register and say.
type monitor struct {
	pulumirpc.UnimplementedResourceMonitorServer
	pulumirpc.UnimplementedEngineServer

	mutex      sync.Mutex
	registered []*pulumirpc.RegisterResourceRequest
	messages   []*pulumirpc.LogRequest
	root       string
}

// startMonitor serves a monitor for the length of a test and attaches the provider to it.
func startMonitor(t *testing.T, p *provider) (*monitor, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &monitor{}
	server := grpc.NewServer()
	pulumirpc.RegisterResourceMonitorServer(server, m)
	pulumirpc.RegisterEngineServer(server, m)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	address := listener.Addr().String()
	if err := p.engine.attach(address); err != nil {
		t.Fatal(err)
	}
	return m, address
}

func (m *monitor) SupportsFeature(_ context.Context, req *pulumirpc.SupportsFeatureRequest) (*pulumirpc.SupportsFeatureResponse, error) {
	supported := map[string]bool{"secrets": true, "resourceReferences": true, "outputValues": true, "aliasSpecs": true, "deletedWith": true}
	return &pulumirpc.SupportsFeatureResponse{HasSupport: supported[req.GetId()]}, nil
}

func (m *monitor) RegisterResource(_ context.Context, req *pulumirpc.RegisterResourceRequest) (*pulumirpc.RegisterResourceResponse, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.registered = append(m.registered, req)
	parent := ""
	if req.GetCustom() {
		parent = chartType + "$"
	}
	return &pulumirpc.RegisterResourceResponse{
		Urn: "urn:pulumi:dev::test::" + parent + req.GetType() + "::" + req.GetName(), Object: req.GetObject(),
	}, nil
}

func (m *monitor) RegisterResourceOutputs(context.Context, *pulumirpc.RegisterResourceOutputsRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (m *monitor) Log(_ context.Context, req *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.messages = append(m.messages, req)
	return &emptypb.Empty{}, nil
}

func (m *monitor) GetRootResource(context.Context, *pulumirpc.GetRootResourceRequest) (*pulumirpc.GetRootResourceResponse, error) {
	return &pulumirpc.GetRootResourceResponse{Urn: m.root}, nil
}

func (m *monitor) SetRootResource(_ context.Context, req *pulumirpc.SetRootResourceRequest) (*pulumirpc.SetRootResourceResponse, error) {
	m.root = req.GetUrn()
	return &pulumirpc.SetRootResourceResponse{}, nil
}

// byName finds a registration.
func (m *monitor) byName(t *testing.T, name string) *pulumirpc.RegisterResourceRequest {
	t.Helper()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for _, each := range m.registered {
		if each.GetName() == name {
			return each
		}
	}
	t.Fatalf("%s was not registered", name)
	return nil
}
