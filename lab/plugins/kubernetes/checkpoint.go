package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// What the state keeps beside the live object.
const (
	inputsKey            resource.PropertyKey = "__inputs"
	initialAPIVersionKey resource.PropertyKey = "__initialApiVersion"
	fieldManagerKey      resource.PropertyKey = "__fieldManager"
)

// checkpoint is what the state keeps of an object: the live object, the inputs that led to it, and who manages its fields.
// Whatever the given inputs mark secret is secret in both.
func checkpoint(inputs, live *unstructured.Unstructured, given resource.PropertyMap, apiVersion, manager string) resource.PropertyMap {
	state := toProperties(live.Object)
	kept := toProperties(inputs.Object)
	copySecretness(state, given)
	copySecretness(kept, given)
	state[inputsKey] = resource.NewObjectProperty(kept)
	state[initialAPIVersionKey] = resource.NewStringProperty(apiVersion)
	state[fieldManagerKey] = resource.NewStringProperty(manager)
	return state
}

// parseCheckpoint takes a state apart again.
func parseCheckpoint(state resource.PropertyMap) (inputs, live *unstructured.Unstructured) {
	live = toObject(state)
	kept, _ := live.Object[string(inputsKey)].(map[string]any)
	if kept == nil {
		kept = map[string]any{}
	}
	for _, key := range []resource.PropertyKey{inputsKey, initialAPIVersionKey, fieldManagerKey} {
		delete(live.Object, string(key))
	}
	return &unstructured.Unstructured{Object: kept}, live
}

// initialAPIVersion is the version that the object was first created with, kept so that a later change of it is seen.
func initialAPIVersion(state resource.PropertyMap, inputs *unstructured.Unstructured) string {
	if kept, found := state[initialAPIVersionKey]; found && kept.IsString() {
		return kept.StringValue()
	}
	return inputs.GetAPIVersion()
}
