package provider

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// Server answers the engine's calls for a plugin. Calls that it does not implement answer Unimplemented.
type Server struct {
	pulumirpc.UnimplementedResourceProviderServer

	plugin Plugin
	// Shows a text to the user. Nil when there is no engine to do it.
	log func(context.Context, *pulumirpc.LogRequest) error
	// The stand-in is announced once in the life of this process, however many providers it is configured for.
	announce sync.Once
}

// NewServer returns the server of a plugin.
func NewServer(plugin Plugin) *Server { return &Server{plugin: plugin} }

// typed is a call about a resource of a type.
type typed interface {
	GetType() string
	GetUrn() string
}

// Find returns the table of the resource type that a call is about, or an error that names the type.
func (s *Server) Find(request typed) (Resource, error) {
	typeToken := ResourceType(request)
	found, ok := s.plugin.Resources[typeToken]
	if !ok {
		return Resource{}, fmt.Errorf(
			"resource type %s is not implemented by the lab's stand-in plugin %s %s, which has %s only: "+
				"install the official plugin to use it",
			typeToken, s.plugin.Name, s.plugin.Version, strings.Join(sortedKeys(s.plugin.Resources), ", "))
	}
	return found, nil
}

// changeRequest is a call about a resource that is there and may be changed.
type changeRequest interface {
	typed
	GetOlds() *structpb.Struct
	GetNews() *structpb.Struct
}

// change reads such a call: the table of the resource's type, its state, and its new inputs.
func (s *Server) change(request changeRequest) (found Resource, state, inputs resource.PropertyMap, err error) {
	if found, err = s.Find(request); err != nil {
		return
	}
	if state, err = fromWire(request.GetOlds()); err != nil {
		return
	}
	inputs, err = fromWire(request.GetNews())
	return
}

// GetPluginInfo returns the version that this plugin stands in for.
func (s *Server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: s.plugin.Version}, nil
}

// CheckConfig refuses every setting of a provider: none is implemented.
func (s *Server) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	news, err := fromWire(request.GetNews())
	if err != nil {
		return nil, err
	}
	settings := map[string]Property{"version": {Kind: String}, "pluginDownloadURL": {Kind: String}}
	return &pulumirpc.CheckResponse{
		Inputs: request.GetNews(), Failures: wireFailures(checkInputs(settings, news, "")),
	}, nil
}

// DiffConfig finds nothing: a provider has no settings that could change.
func (s *Server) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{}, nil
}

// Configure says to the user that a stand-in is in use.
func (s *Server) Configure(
	ctx context.Context, request *pulumirpc.ConfigureRequest,
) (*pulumirpc.ConfigureResponse, error) {
	var err error
	s.announce.Do(func() {
		text := fmt.Sprintf("stand-in plugin %s %s of meshwork's lab is in use", s.plugin.Name, s.plugin.Version)
		err = s.Log(ctx, &pulumirpc.LogRequest{
			Severity: pulumirpc.LogSeverity_INFO, Urn: request.GetUrn(), Message: text,
		})
	})
	if err != nil {
		return nil, err
	}
	return &pulumirpc.ConfigureResponse{
		SupportsPreview: true, AcceptResources: true, SupportsAutonamingConfiguration: true,
	}, nil
}

// LogTo has texts for the user shown by a function. Without it they are shown to nobody.
func (s *Server) LogTo(show func(context.Context, *pulumirpc.LogRequest) error) { s.log = show }

// Log shows a text to the user.
func (s *Server) Log(ctx context.Context, request *pulumirpc.LogRequest) error {
	if s.log == nil {
		return nil
	}
	return s.log(ctx, request)
}

// Invoke refuses every function by its name.
func (s *Server) Invoke(_ context.Context, request *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	return nil, fmt.Errorf("function %s is not implemented by the lab's stand-in plugin %s %s",
		request.GetTok(), s.plugin.Name, s.plugin.Version)
}

// Cancel has nothing to interrupt: no call that is answered from a table waits for anything.
func (s *Server) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Check tells what is wrong with the inputs of a resource, and marks the secret ones.
func (s *Server) Check(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	found, err := s.Find(request)
	if err != nil {
		return nil, err
	}
	inputs, err := fromWire(request.GetNews())
	if err != nil {
		return nil, err
	}
	failures := checkInputs(found.Inputs, inputs, "")
	if len(failures) == 0 && found.Check != nil {
		failures = found.Check(inputs)
	}
	checked, err := toWire(found.markSecretInputs(inputs))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CheckResponse{Inputs: checked, Failures: wireFailures(failures)}, nil
}

// Diff tells which properties differ and whether that replaces the resource.
func (s *Server) Diff(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	found, state, inputs, err := s.change(request)
	if err != nil {
		return nil, err
	}
	changes := found.changes(state, inputs)
	for _, ignored := range request.GetIgnoreChanges() {
		changes.ignore(ignored)
	}
	if len(changes.names) == 0 {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
	}
	return &pulumirpc.DiffResponse{
		Changes: pulumirpc.DiffResponse_DIFF_SOME, Diffs: changes.Names(), Replaces: changes.Replaces(),
	}, nil
}

// ResourceType is the type that a request names, or that of its URN for engines that do not tell it.
func ResourceType(request typed) string {
	if request.GetType() != "" {
		return request.GetType()
	}
	return string(resource.URN(request.GetUrn()).Type())
}
