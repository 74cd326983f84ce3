package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// parseManifest reads the objects of a rendered chart, with lists taken apart: a list is no object that could be kept.
func parseManifest(manifest string) ([]*unstructured.Unstructured, error) {
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(manifest), 4096)
	var objects []*unstructured.Unstructured
	for {
		var value map[string]any
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		if len(value) == 0 {
			continue
		}
		expanded, err := expandList(&unstructured.Unstructured{Object: value})
		if err != nil {
			return nil, err
		}
		objects = append(objects, expanded...)
	}
}

func expandList(object *unstructured.Unstructured) ([]*unstructured.Unstructured, error) {
	if !object.IsList() {
		return []*unstructured.Unstructured{object}, nil
	}
	list, err := object.ToList()
	if err != nil {
		return nil, err
	}
	var objects []*unstructured.Unstructured
	for i := range list.Items {
		expanded, err := expandList(&list.Items[i])
		if err != nil {
			return nil, err
		}
		objects = append(objects, expanded...)
	}
	return objects, nil
}

// placeObjects checks that every object can be identified and writes down the namespace of those that leave it out.
func (p *provider) placeObjects(objects []*unstructured.Unstructured, namespace string) error {
	if namespace == "" {
		namespace = p.cluster.namespace
	}
	for _, object := range objects {
		if isDefinition(object) {
			p.cluster.definitions.add(object)
		}
	}
	for _, object := range objects {
		kind := object.GroupVersionKind()
		if kind.Kind == "" || kind.Version == "" || object.GetName() == "" {
			return fmt.Errorf("an object has no apiVersion, kind or metadata.name (it has %q, %q, %q)",
				object.GetAPIVersion(), object.GetKind(), object.GetName())
		}
		if object.GetNamespace() == "" && p.cluster.namespaced(kind) {
			object.SetNamespace(namespace)
		}
	}
	return nil
}
