package main

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Helm's own annotation for objects that outlive their release.
const (
	annotationResourcePolicy = "helm.sh/resource-policy"
	resourcePolicyKeep       = "keep"
)

// registerObjects registers a chart's objects one by one, each named after the chart and itself, so that every one of
// them shows in a preview and can be transformed.
func registerObjects(
	program *pulumi.Context, component *chart, objects []*unstructured.Unstructured, arguments *chartArguments,
) (pulumi.ArrayOutput, error) {
	ordered, dependencies, err := orderObjects(objects)
	if err != nil {
		return pulumi.ArrayOutput{}, fmt.Errorf("chart %q: %w", arguments.chart, err)
	}
	resources := make(pulumi.Array, len(ordered))
	registered := make([]pulumi.Resource, len(ordered))
	for i, object := range ordered {
		options := []pulumi.ResourceOption{pulumi.Parent(component)}
		for _, need := range dependencies[i] {
			options = append(options, pulumi.DependsOn([]pulumi.Resource{registered[need]}))
		}
		child, err := registerObject(program, component, object, arguments, options)
		if err != nil {
			return pulumi.ArrayOutput{}, err
		}
		registered[i] = child
		resources[i] = pulumi.NewResourceOutput(child)
	}
	return resources.ToArrayOutputWithContext(program.Context()), nil
}

func registerObject(
	program *pulumi.Context, component *chart, object *unstructured.Unstructured, arguments *chartArguments, options []pulumi.ResourceOption,
) (pulumi.CustomResource, error) {
	switch policy := object.GetAnnotations()[annotationResourcePolicy]; policy {
	case "":
	case resourcePolicyKeep:
		options = append(options, pulumi.RetainOnDelete(true))
	default:
		_ = program.Log.Warn(fmt.Sprintf("Unsupported Helm resource policy %q", policy), &pulumi.LogArgs{Resource: component})
	}
	if arguments.skipAwait {
		annotations := object.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[annotationSkipAwait] = "true"
		object.SetAnnotations(annotations)
	}
	inputs := pulumi.Map{}
	for key, value := range object.Object {
		inputs[key] = pulumi.Any(value)
		if isSecretData(object, key) {
			inputs[key] = pulumi.ToSecret(value)
		}
	}
	child := &pulumi.CustomResourceState{}
	return child, program.RegisterResource(typeOf(object), nameOf(object, arguments.resourcePrefix), inputs, child, options...)
}

// isSecretData finds what must be a secret although it comes as plain text out of a chart.
func isSecretData(object *unstructured.Unstructured, key string) bool {
	return object.GetKind() == "Secret" && object.GetAPIVersion() == "v1" && (key == "data" || key == "stringData")
}

func typeOf(object *unstructured.Unstructured) string {
	kind := object.GroupVersionKind()
	if kind.Group == "" {
		kind.Group = "core"
	}
	return fmt.Sprintf("kubernetes:%s/%s:%s", kind.Group, kind.Version, kind.Kind)
}

func nameOf(object *unstructured.Unstructured, prefix string) string {
	name := idOf(object)
	if prefix != "" {
		name = prefix + ":" + name
	}
	return name
}
