package main

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/types/known/structpb"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Schema extensions have dashes in Kubernetes and underscores in the SDKs, whose languages do not take dashes in names.
var dashOfUnderscore = map[string]string{
	"x_kubernetes_embedded_resource":       "x-kubernetes-embedded-resource",
	"x_kubernetes_int_or_string":           "x-kubernetes-int-or-string",
	"x_kubernetes_list_map_keys":           "x-kubernetes-list-map-keys",
	"x_kubernetes_list_type":               "x-kubernetes-list-type",
	"x_kubernetes_map_type":                "x-kubernetes-map-type",
	"x_kubernetes_preserve_unknown_fields": "x-kubernetes-preserve-unknown-fields",
	"x_kubernetes_validations":             "x-kubernetes-validations",
}

var underscoreOfDash = func() map[string]string {
	reverse := make(map[string]string, len(dashOfUnderscore))
	for underscore, dash := range dashOfUnderscore {
		reverse[dash] = underscore
	}
	return reverse
}()

// fromWire reads properties with their secrets and unknowns.
func fromWire(properties *structpb.Struct) (resource.PropertyMap, error) {
	return plugin.UnmarshalProperties(properties, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, SkipNulls: true})
}

// toWire writes properties with their secrets and unknowns.
func toWire(properties resource.PropertyMap) (*structpb.Struct, error) {
	return plugin.MarshalProperties(properties, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, SkipNulls: true})
}

// toObject turns properties into a Kubernetes object. Secrets become plain values; unknowns stay resource.Computed, so an
// object that has any must not be deep-copied or sent.
func toObject(properties resource.PropertyMap) *unstructured.Unstructured {
	key := func(name string) (string, bool) {
		dash, found := dashOfUnderscore[name]
		return dash, found
	}
	return &unstructured.Unstructured{Object: properties.MapRepl(key, plainValue)}
}

func plainValue(value resource.PropertyValue) (any, bool) {
	if !value.IsSecret() {
		return nil, false
	}
	return value.SecretValue().Element.MapRepl(nil, plainValue), true
}

// toProperties turns a Kubernetes object into the properties that an SDK reads.
func toProperties(object map[string]any) resource.PropertyMap {
	key := func(name string) (resource.PropertyKey, bool) {
		underscore, found := underscoreOfDash[name]
		return resource.PropertyKey(underscore), found
	}
	return resource.NewPropertyMapFromMapRepl(object, key, nil)
}

// hasUnknown tells whether any value of an object is only known after an update.
func hasUnknown(value any) bool {
	switch value := value.(type) {
	case resource.Computed:
		return true
	case map[string]any:
		for _, element := range value {
			if hasUnknown(element) {
				return true
			}
		}
	case []any:
		for _, element := range value {
			if hasUnknown(element) {
				return true
			}
		}
	}
	return false
}

// idOf is the ID under which an object is kept in the state.
func idOf(object *unstructured.Unstructured) string {
	if namespace := object.GetNamespace(); namespace != "" {
		return fmt.Sprintf("%s/%s", namespace, object.GetName())
	}
	return object.GetName()
}
