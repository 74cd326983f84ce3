package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The official host carries the version of the SDK that it was built with.
const hostVersion = "3.245.0"

// languageHost serves the engine's LanguageRuntime calls. What it does not implement (code generation, plugins written
// in Node.js, linking of packages) answers Unimplemented through the embedded type.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	node    string
	tracing string

	// Ends with the process: programs that run are interrupted, and the server stops.
	ctx  context.Context
	stop context.CancelFunc

	mutex  sync.Mutex
	engine string
	// Cancelled by the engine's Cancel call, which leaves the host itself running.
	runs       context.Context
	cancelRuns context.CancelFunc
}

func newLanguageHost(ctx context.Context, stop context.CancelFunc, node, tracing string) *languageHost {
	runs, cancelRuns := context.WithCancel(ctx)
	return &languageHost{node: node, tracing: tracing, ctx: ctx, stop: stop, runs: runs, cancelRuns: cancelRuns}
}

// connect remembers the engine's address and ends this process when the engine is gone.
func (h *languageHost) connect(engine string) error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.engine == engine {
		return nil
	}
	h.engine = engine
	if err := rpcutil.Healthcheck(h.ctx, engine, engineCheckInterval, h.stop); err != nil {
		return fmt.Errorf("could not watch the engine at %s: %w", engine, err)
	}
	return nil
}

func (h *languageHost) engineAddress() string {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.engine
}

// Handshake tells the address of the engine to a host that was not given it on its command line.
func (h *languageHost) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if err := h.connect(request.GetEngineAddress()); err != nil {
		return nil, err
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// Cancel interrupts the programs that run.
func (h *languageHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.cancelRuns()
	return &emptypb.Empty{}, nil
}

// GetPluginInfo returns the host's version.
func (h *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: hostVersion}, nil
}

// Template has nothing to do after `pulumi new` has copied a template, as with the official host.
func (h *languageHost) Template(context.Context, *pulumirpc.TemplateRequest) (*pulumirpc.TemplateResponse, error) {
	return &pulumirpc.TemplateResponse{}, nil
}

// RuntimeOptionsPrompts asks nothing: npm is the only package manager that this host knows.
func (h *languageHost) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// About describes the runtime, for `pulumi about` and for the record of an update. The official host also asks npm for
// its version, which takes as long as a small program; nothing here needs it.
func (h *languageHost) About(ctx context.Context, request *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	if _, err := parseOptions(request.GetInfo()); err != nil {
		return nil, err
	}
	response := &pulumirpc.AboutResponse{
		Executable: h.node,
		Metadata:   map[string]string{"packagemanager": "npm"},
	}
	if version, err := exec.CommandContext(ctx, h.node, "--version").Output(); err == nil {
		response.Version = strings.TrimSpace(string(version))
	}
	return response, nil
}
