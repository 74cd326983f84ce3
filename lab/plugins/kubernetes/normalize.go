package main

import (
	"encoding/base64"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
)

// serverFields are written by the API server alone.
var serverFields = []string{
	"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields", "resourceVersion", "uid",
}

// normalize brings inputs into the one form that the API server gives back, so that two ways to write the same thing
// ("1000m" and "1", stringData and data) are no difference. Kinds without a Go type are left as they are.
func normalize(object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if !hasUnknown(object.Object) {
		var err error
		if object, err = normalizeKnown(object); err != nil {
			return nil, err
		}
	}
	for _, field := range serverFields {
		unstructured.RemoveNestedField(object.Object, "metadata", field)
	}
	return object, nil
}

func normalizeKnown(object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if isDefinition(object) {
		normalizeDefinition(object)
		return object, nil
	}
	kind := object.GroupVersionKind()
	if kind.Group == "" && kind.Kind == "Secret" {
		encodeStringData(object)
	}
	typed, err := scheme.Scheme.New(kind)
	if err != nil {
		// Not one of Kubernetes' own kinds.
		return object, nil
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, typed); err != nil {
		return nil, fmt.Errorf("%s %q does not fit its schema: %w", kind.Kind, object.GetName(), err)
	}
	full, err := runtime.DefaultUnstructuredConverter.ToUnstructured(typed)
	if err != nil {
		return nil, fmt.Errorf("%s %q does not fit its schema: %w", kind.Kind, object.GetName(), err)
	}
	return &unstructured.Unstructured{Object: pruneMap(full, object.Object)}, nil
}

// normalizeDefinition drops what a definition's own server fills in. Its schemas are not taken through Go types: that
// would cost more than everything else in a preview.
func normalizeDefinition(object *unstructured.Unstructured) {
	delete(object.Object, "status")
	if spec, ok := object.Object["spec"].(map[string]any); ok && spec["preserveUnknownFields"] == false {
		delete(spec, "preserveUnknownFields")
	}
}

// encodeStringData does what the API server does with stringData, so that the inputs can be compared with what it returns.
func encodeStringData(object *unstructured.Unstructured) {
	plain, ok := object.Object["stringData"].(map[string]any)
	if !ok {
		return
	}
	data := map[string]any{}
	if given, ok := object.Object["data"].(map[string]any); ok {
		for key, value := range given {
			data[key] = value
		}
	}
	for key, value := range plain {
		text, ok := value.(string)
		if !ok {
			return
		}
		data[key] = base64.StdEncoding.EncodeToString([]byte(text))
	}
	object.Object["data"] = data
	delete(object.Object, "stringData")
}
