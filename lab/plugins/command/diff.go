package main

import (
	"context"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"meshwork.dev/lab/plugins/provider"
)

// Diff tells which inputs differ and where in them. Nothing but triggers that come or go as a whole replaces by itself: that
// a change inside of them does is a resource option that the SDKs set.
func (s *server) Diff(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	found, err := s.Find(request)
	if err != nil {
		return nil, err
	}
	state, err := decode(request.GetOlds())
	if err != nil {
		return nil, err
	}
	inputs, err := decode(request.GetNews())
	if err != nil {
		return nil, err
	}
	changes := previousInputs(found, state).Diff(inputs)
	response := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE, HasDetailedDiff: true}
	if changes == nil {
		return response, nil
	}
	response.Changes = pulumirpc.DiffResponse_DIFF_SOME
	for _, name := range slices.Sorted(slices.Values(changes.ChangedKeys())) {
		response.Diffs = append(response.Diffs, string(name))
	}
	response.DetailedDiff = map[string]*pulumirpc.PropertyDiff{}
	for path, change := range plugin.NewDetailedDiffFromObjectDiff(changes, false) {
		kind := change.Kind
		if path == "triggers" {
			kind = kind.AsReplace()
			response.Replaces = []string{path}
		}
		response.DetailedDiff[path] = &pulumirpc.PropertyDiff{Kind: pulumirpc.PropertyDiff_Kind(kind)}
	}
	return response, nil
}

// previousInputs are the inputs that a state was made from.
func previousInputs(found provider.Resource, state resource.PropertyMap) resource.PropertyMap {
	inputs := state.Copy()
	maps.DeleteFunc(inputs, func(key resource.PropertyKey, _ resource.PropertyValue) bool {
		_, isInput := found.Inputs[string(key)]
		return !isInput
	})
	return inputs
}
