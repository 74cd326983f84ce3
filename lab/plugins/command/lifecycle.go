package main

import (
	"context"
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"meshwork.dev/lab/plugins/provider"
)

const (
	stdoutKey resource.PropertyKey = "stdout"
	stderrKey resource.PropertyKey = "stderr"
)

// Create runs the command's create, if it has one. Its output is no secret unless the program says so.
func (s *server) Create(ctx context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	if _, err := s.Find(request); err != nil {
		return nil, err
	}
	state, err := decode(request.GetProperties())
	if err != nil {
		return nil, err
	}
	id, err := resource.NewUniqueHex(request.GetName(), 8, 0)
	if err != nil {
		return nil, err
	}
	if request.GetPreview() {
		maps.Copy(state, unknownOutputs())
	} else {
		inputs, err := decodePlain(request.GetProperties())
		if err != nil {
			return nil, err
		}
		ran, err := s.run(ctx, request, inputs, written{}, "create")
		if err != nil {
			return nil, err
		}
		maps.Copy(state, ran.outputs())
	}
	properties, err := encode(state)
	return &pulumirpc.CreateResponse{Id: id, Properties: properties}, err
}

// Update runs the command's update, or its create if it has no update.
func (s *server) Update(ctx context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	found, err := s.Find(request)
	if err != nil {
		return nil, err
	}
	previous, err := decode(request.GetOlds())
	if err != nil {
		return nil, err
	}
	state, err := decode(request.GetNews())
	if err != nil {
		return nil, err
	}
	before, err := writtenBefore(request.GetOlds())
	if err != nil {
		return nil, err
	}
	switch {
	case !request.GetPreview():
		inputs, err := decodePlain(request.GetNews())
		if err != nil {
			return nil, err
		}
		ran, err := s.run(ctx, request, inputs, before, "update", "create")
		if err != nil {
			return nil, err
		}
		maps.Copy(state, ran.outputs())
	case changesOutputs(found, previous, state):
		maps.Copy(state, unknownOutputs())
	default:
		maps.Copy(state, before.outputs())
	}
	properties, err := encode(state)
	return &pulumirpc.UpdateResponse{Properties: properties}, err
}

// changesOutputs tells whether outputs are unknown in the preview of an update: if an input is unknown, or is another one than
// before. For an input that was not given before they stay known, as with the official plugin.
func changesOutputs(found provider.Resource, previous, inputs resource.PropertyMap) bool {
	for name := range found.Inputs {
		key := resource.PropertyKey(name)
		before, had := previous[key]
		if isUnknown(inputs[key]) || had && !inputs[key].DeepEquals(before) {
			return true
		}
	}
	return false
}

func isUnknown(value resource.PropertyValue) bool {
	if value.IsSecret() {
		return isUnknown(value.SecretValue().Element)
	}
	return value.IsComputed()
}

// Read returns the state that the engine has: there is no other place where it is kept.
func (s *server) Read(ctx context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	if _, err := s.Server.Read(ctx, request); err != nil {
		return nil, err
	}
	return &pulumirpc.ReadResponse{
		Id: request.GetId(), Properties: request.GetProperties(), Inputs: request.GetInputs(),
	}, nil
}

// Delete runs the command's delete, if it has one.
func (s *server) Delete(ctx context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	if _, err := s.Find(request); err != nil {
		return nil, err
	}
	state, err := decodePlain(request.GetProperties())
	if err != nil {
		return nil, err
	}
	before, err := writtenBefore(request.GetProperties())
	if err != nil {
		return nil, err
	}
	if _, err := s.run(ctx, request, state, before, "delete"); err != nil {
		return nil, err
	}
	return &emptypb.Empty{}, nil
}
