package main

import (
	"context"
	"fmt"
	"sort"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Diff compares new inputs with the last known live object, reduced to what the old inputs say, and tells which changes
// the API server would refuse on an existing object.
func (p *provider) Diff(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	state, err := fromWire(req.GetOlds())
	if err != nil {
		return nil, fmt.Errorf("malformed state: %w", err)
	}
	news, err := fromWire(req.GetNews())
	if err != nil {
		return nil, fmt.Errorf("malformed inputs: %w", err)
	}
	oldInputs, live := parseCheckpoint(state)
	if oldInputs, err = normalize(oldInputs); err != nil {
		return nil, redact(err, state)
	}
	inputs, err := normalize(toObject(news))
	if err != nil {
		return nil, redact(err, news)
	}
	before := p.comparable(prune(live, oldInputs), live, inputs)

	found := &differences{forceNew: p.forceNew(before, inputs), kinds: map[string]*pulumirpc.PropertyDiff{}}
	found.compareMaps(nil, before.Object, inputs.Object)
	if err := found.ignore(req.GetIgnoreChanges()); err != nil {
		return nil, err
	}
	return p.diffResponse(found, live, inputs), nil
}

// comparable evens out what is no change although it is written differently.
func (p *provider) comparable(before, live, inputs *unstructured.Unstructured) *unstructured.Unstructured {
	if metadata, ok := inputs.Object["metadata"].(map[string]any); ok && !hasUnknown(metadata["namespace"]) {
		if p.cluster.namespaced(inputs.GroupVersionKind()) {
			before.SetNamespace(orDefault(before.GetNamespace()))
			inputs.SetNamespace(orDefault(inputs.GetNamespace()))
		} else {
			before.SetNamespace("")
			inputs.SetNamespace("")
		}
	}
	if before.GroupVersionKind().Empty() {
		before.SetGroupVersionKind(inputs.GroupVersionKind())
	}
	if inputs.GetName() != "" {
		before.SetName(live.GetName())
	}
	return before
}

func orDefault(namespace string) string {
	if namespace == "" {
		return "default"
	}
	return namespace
}

func (p *provider) diffResponse(found *differences, live, inputs *unstructured.Unstructured) *pulumirpc.DiffResponse {
	response := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE, HasDetailedDiff: true}
	if len(found.kinds) == 0 {
		return response
	}
	response.Changes = pulumirpc.DiffResponse_DIFF_SOME
	response.DetailedDiff = found.kinds
	for path, change := range found.kinds {
		switch change.Kind {
		case pulumirpc.PropertyDiff_ADD_REPLACE, pulumirpc.PropertyDiff_DELETE_REPLACE, pulumirpc.PropertyDiff_UPDATE_REPLACE:
			response.Replaces = append(response.Replaces, path)
		}
	}
	sort.Strings(response.Replaces)
	// Two objects cannot have one name: the old one must go first where the new one takes its place.
	response.DeleteBeforeReplace = len(response.Replaces) > 0 &&
		inputs.GetName() != "" && inputs.GetName() == live.GetName() &&
		orDefault(inputs.GetNamespace()) == orDefault(live.GetNamespace())
	return response
}

// ignore drops differences at or below the given property paths.
func (d *differences) ignore(paths []string) error {
	for _, text := range paths {
		ignored, err := resource.ParsePropertyPath(text)
		if err != nil {
			return fmt.Errorf("ignoreChanges: %q is not a property path: %w", text, err)
		}
		for path := range d.kinds {
			parsed, err := resource.ParsePropertyPath(path)
			if err == nil && ignored.Contains(parsed) {
				delete(d.kinds, path)
			}
		}
	}
	return nil
}
