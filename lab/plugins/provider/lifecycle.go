package provider

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Create makes a resource, or tells in a preview what will be known of it.
func (s *Server) Create(_ context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	found, err := s.Find(request)
	if err != nil {
		return nil, err
	}
	inputs, err := fromWire(request.GetProperties())
	if err != nil {
		return nil, err
	}
	if request.GetPreview() {
		properties, err := toWire(found.markSecretOutputs(found.preview(inputs)))
		return &pulumirpc.CreateResponse{Properties: properties}, err
	}

	state := found.plan(inputs)
	id, outputs, err := found.Create(state)
	if err != nil {
		return nil, err
	}
	for key, value := range outputs {
		state[key] = value
	}
	state["id"] = resource.NewProperty(id)
	properties, err := toWire(found.markSecretOutputs(state))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CreateResponse{Id: id, Properties: properties}, nil
}

// Update lays the changes that need no replacement over the state: nothing outside of it is to be changed.
func (s *Server) Update(_ context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	found, state, inputs, err := s.change(request)
	if err != nil {
		return nil, err
	}
	properties, err := toWire(found.markSecretOutputs(found.update(state, inputs)))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.UpdateResponse{Properties: properties}, nil
}

// Read returns the state that the engine has, brought up to date: there is no other place where it is kept.
func (s *Server) Read(_ context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	found, err := s.Find(request)
	if err != nil {
		return nil, err
	}
	state, err := fromWire(request.GetProperties())
	if err != nil {
		return nil, err
	}
	inputs, err := fromWire(request.GetInputs())
	if err != nil {
		return nil, err
	}
	if len(state) == 0 {
		return nil, fmt.Errorf("import of %s is not implemented by the lab's stand-in plugin %s %s",
			ResourceType(request), s.plugin.Name, s.plugin.Version)
	}
	if found.Refresh != nil {
		found.Refresh(state)
	}
	properties, err := toWire(found.markSecretOutputs(state))
	if err != nil {
		return nil, err
	}
	marked, err := toWire(found.markSecretInputs(inputs))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.ReadResponse{Id: request.GetId(), Properties: properties, Inputs: marked}, nil
}

// Delete has nothing to remove: the resource was its state.
func (s *Server) Delete(_ context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	_, err := s.Find(request)
	return &emptypb.Empty{}, err
}
