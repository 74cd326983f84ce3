package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// kindsFirst and kindsLast order the objects of a chart among those that do not depend on each other.
var (
	kindsFirst = []string{
		"Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role",
		"ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange",
		"PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
	}
	kindsLast = []string{"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}
)

func rankOf(kind string) int {
	if i := slices.Index(kindsFirst, kind); i >= 0 {
		return i
	}
	if i := slices.Index(kindsLast, kind); i >= 0 {
		return len(kindsFirst) + 1 + i
	}
	return len(kindsFirst)
}

// dependsOnAnnotation lets a chart's author order objects; its form is that of the kubernetes-sigs cli-utils library.
const dependsOnAnnotation = "config.kubernetes.io/depends-on"

// orderObjects sorts objects so that each comes after those that it needs: its Namespace and its kind's definition, when
// the chart brings them, and what its annotation names. It also returns these, by position.
func orderObjects(objects []*unstructured.Unstructured) ([]*unstructured.Unstructured, map[int][]int, error) {
	sorted := slices.Clone(objects)
	sort.SliceStable(sorted, func(i, j int) bool { return sortKey(sorted[i]) < sortKey(sorted[j]) })

	needs := make([][]int, len(sorted))
	for i, object := range sorted {
		needs[i] = needsOf(object, i, sorted)
	}
	var order []int
	placed := map[int]int{}
	for len(order) < len(sorted) {
		before := len(order)
		// One round places everything whose needs were placed by earlier rounds.
		var round []int
		for i := range sorted {
			_, done := placed[i]
			if !done && !slices.ContainsFunc(needs[i], func(need int) bool { _, ok := placed[need]; return !ok }) {
				round = append(round, i)
			}
		}
		for _, i := range round {
			placed[i] = len(order)
			order = append(order, i)
		}
		if len(order) == before {
			return nil, nil, fmt.Errorf("its objects depend on each other in a circle through %s", dependsOnAnnotation)
		}
	}

	result := make([]*unstructured.Unstructured, len(order))
	dependencies := map[int][]int{}
	for position, i := range order {
		result[position] = sorted[i]
		for _, need := range needs[i] {
			dependencies[position] = append(dependencies[position], placed[need])
		}
	}
	return result, dependencies, nil
}

func sortKey(object *unstructured.Unstructured) string {
	return fmt.Sprintf("%03d|%s|%s|%s|%s", rankOf(object.GetKind()), object.GetKind(),
		object.GroupVersionKind().Group, object.GetNamespace(), object.GetName())
}

func needsOf(object *unstructured.Unstructured, self int, objects []*unstructured.Unstructured) []int {
	var needs []int
	annotated := annotatedNeeds(object)
	for i, other := range objects {
		if i == self {
			continue
		}
		isNamespace := other.GetKind() == "Namespace" && other.GroupVersionKind().Group == "" && other.GetName() == object.GetNamespace()
		if isNamespace || defines(other, object.GroupVersionKind().GroupKind()) || slices.Contains(annotated, reference(other)) {
			needs = append(needs, i)
		}
	}
	return needs
}

func defines(definition *unstructured.Unstructured, kind schema.GroupKind) bool {
	if !isDefinition(definition) {
		return false
	}
	group, _, _ := unstructured.NestedString(definition.Object, "spec", "group")
	name, _, _ := unstructured.NestedString(definition.Object, "spec", "names", "kind")
	return group == kind.Group && name == kind.Kind
}

// reference is how the annotation writes an object: group/namespaces/NAMESPACE/kind/name or group/kind/name.
func reference(object *unstructured.Unstructured) string {
	kind := object.GroupVersionKind()
	if object.GetNamespace() != "" {
		return strings.Join([]string{kind.Group, "namespaces", object.GetNamespace(), kind.Kind, object.GetName()}, "/")
	}
	return strings.Join([]string{kind.Group, kind.Kind, object.GetName()}, "/")
}

func annotatedNeeds(object *unstructured.Unstructured) []string {
	var needs []string
	for _, each := range strings.Split(object.GetAnnotations()[dependsOnAnnotation], ",") {
		if each = strings.TrimSpace(each); each != "" {
			needs = append(needs, each)
		}
	}
	return needs
}
