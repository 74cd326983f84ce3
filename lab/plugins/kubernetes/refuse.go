package main

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

// kindOf reads the Kubernetes kind from a resource's type, such as kubernetes:apps/v1:Deployment.
func kindOf(urn string) (schema.GroupVersionKind, error) {
	parts := strings.Split(string(resource.URN(urn).Type()), ":")
	if len(parts) != 3 || parts[0] != "kubernetes" {
		return schema.GroupVersionKind{}, fmt.Errorf("%q is not a type of the kubernetes package", resource.URN(urn).Type())
	}
	group, version, found := strings.Cut(parts[1], "/")
	if !found {
		return schema.GroupVersionKind{}, fmt.Errorf("%q has no group and version", resource.URN(urn).Type())
	}
	if group == "core" {
		group = ""
	}
	return schema.GroupVersionKind{Group: group, Version: version, Kind: parts[2]}, nil
}

// refuseType refuses, by name, types of the package that are not plain Kubernetes objects.
func refuseType(urn string) error {
	kind, err := kindOf(urn)
	if err != nil {
		return err
	}
	refused := func(what, instead string) error {
		return fmt.Errorf("meshwork's stand-in kubernetes plugin does not implement %s (%s): %s", resource.URN(urn).Type(), what, instead)
	}
	switch kind.Group {
	case "helm.sh":
		return refused("a Helm type other than helm.sh/v4:Chart", "use helm.v4.Chart, or the official plugin")
	case "yaml", "kustomize":
		return refused("a manifest reader", "declare the objects one by one, or use the official plugin")
	}
	for _, suffix := range []string{"Patch", "List"} {
		base := kind
		base.Kind = strings.TrimSuffix(kind.Kind, suffix)
		if base.Kind != kind.Kind && scheme.Scheme.Recognizes(base) {
			return refused("a "+suffix+" of "+base.Kind, "declare the "+base.Kind+" itself, or use the official plugin")
		}
	}
	return nil
}
