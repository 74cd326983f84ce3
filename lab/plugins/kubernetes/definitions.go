package main

import (
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// definitions remembers the custom resource definitions that the program creates, so that a preview on an empty cluster
// knows whether their objects are namespaced.
type definitions struct {
	scopes sync.Map
}

func isDefinition(object *unstructured.Unstructured) bool {
	kind := object.GroupVersionKind()
	return kind.Group == "apiextensions.k8s.io" && kind.Kind == "CustomResourceDefinition"
}

func (d *definitions) add(definition *unstructured.Unstructured) {
	spec, _ := definition.Object["spec"].(map[string]any)
	names, _ := spec["names"].(map[string]any)
	group, _ := spec["group"].(string)
	kind, _ := names["kind"].(string)
	scope, _ := spec["scope"].(string)
	if group != "" && kind != "" && scope != "" {
		d.scopes.Store(schema.GroupKind{Group: group, Kind: kind}, scope == "Namespaced")
	}
}

func (d *definitions) namespaced(kind schema.GroupKind) (namespaced, known bool) {
	value, known := d.scopes.Load(kind)
	if !known {
		return false, false
	}
	return value.(bool), true
}
