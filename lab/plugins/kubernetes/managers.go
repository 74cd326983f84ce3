package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// inherited are the managers, by the start of their names, whose fields belong to whoever updates the object through the
// program: our own creates, and people with kubectl.
var inherited = []struct {
	prefix    string
	operation metav1.ManagedFieldsOperationType
}{
	{"kubectl", metav1.ManagedFieldsOperationApply},
	{"kubectl", metav1.ManagedFieldsOperationUpdate},
	{"before-first-apply", metav1.ManagedFieldsOperationUpdate},
	{createManager, metav1.ManagedFieldsOperationUpdate},
	{"pulumi-resource-kubernetes", metav1.ManagedFieldsOperationUpdate},
}

func isInherited(entry metav1.ManagedFieldsEntry) bool {
	for _, each := range inherited {
		if entry.Subresource == "" && entry.Operation == each.operation && strings.HasPrefix(entry.Manager, each.prefix) {
			return true
		}
	}
	return false
}

func hasInherited(live *unstructured.Unstructured) bool {
	return slices.ContainsFunc(live.GetManagedFields(), isInherited)
}

// isCreatedByUs tells whether fields still belong to the plain create that made the object.
func isCreatedByUs(live *unstructured.Unstructured) bool {
	return slices.ContainsFunc(live.GetManagedFields(), func(entry metav1.ManagedFieldsEntry) bool {
		return entry.Manager == createManager && entry.Operation == metav1.ManagedFieldsOperationUpdate
	})
}

// inheritFields moves inherited fields to our manager. Without it a field that the program drops would stay for ever,
// because its create owned it under another name.
func inheritFields(
	ctx context.Context, client dynamic.ResourceInterface, live *unstructured.Unstructured, manager string,
) (*unstructured.Unstructured, error) {
	if !hasInherited(live) {
		return live, nil
	}
	ours := &fieldpath.Set{}
	var rest []metav1.ManagedFieldsEntry
	for _, entry := range live.GetManagedFields() {
		own := entry.Manager == manager && entry.Operation == metav1.ManagedFieldsOperationApply && entry.Subresource == ""
		if !own && !isInherited(entry) {
			rest = append(rest, entry)
			continue
		}
		fields, err := fieldsOf(entry)
		if err != nil {
			return nil, err
		}
		ours = ours.Union(fields)
	}
	encoded, err := ours.ToJSON()
	if err != nil {
		return nil, err
	}
	now := metav1.NewTime(time.Now())
	rest = append(rest, metav1.ManagedFieldsEntry{
		Manager: manager, Operation: metav1.ManagedFieldsOperationApply, APIVersion: live.GetAPIVersion(),
		Time: &now, FieldsType: "FieldsV1", FieldsV1: &metav1.FieldsV1{Raw: encoded},
	})
	patch, err := json.Marshal([]map[string]any{
		{"op": "replace", "path": "/metadata/managedFields", "value": rest},
		// The version makes the server refuse the patch when somebody changed the object meanwhile.
		{"op": "replace", "path": "/metadata/resourceVersion", "value": live.GetResourceVersion()},
	})
	if err != nil {
		return nil, err
	}
	return client.Patch(ctx, live.GetName(), types.JSONPatchType, patch, metav1.PatchOptions{FieldManager: manager})
}

func fieldsOf(entry metav1.ManagedFieldsEntry) (*fieldpath.Set, error) {
	set := &fieldpath.Set{}
	if entry.FieldsV1 == nil {
		return set, nil
	}
	if err := set.FromJSON(bytes.NewReader(entry.FieldsV1.Raw)); err != nil {
		return nil, fmt.Errorf("the fields of manager %q cannot be read: %w", entry.Manager, err)
	}
	return set, nil
}

// dropIgnored takes care that properties in ignoreChanges stay as they are in the cluster: what another manager owns is
// not sent at all, what we own is sent with its live value, since leaving it out would remove it.
func dropIgnored(inputs, live *unstructured.Unstructured, manager string, ignored []string) error {
	for _, text := range ignored {
		path, err := resource.ParsePropertyPath(text)
		if err != nil {
			return fmt.Errorf("ignoreChanges: %q is not a property path: %w", text, err)
		}
		fields := strings.Split(path.String(), ".")
		value, found, err := unstructured.NestedFieldCopy(live.Object, fields...)
		switch {
		case err != nil || !found:
			// A path through a list, or one that the object does not have: the inputs already hold what the engine kept.
		case ownedByOthers(live, manager, fields):
			unstructured.RemoveNestedField(inputs.Object, fields...)
		default:
			if err := unstructured.SetNestedField(inputs.Object, value, fields...); err != nil {
				return fmt.Errorf("ignoreChanges: %q: %w", text, err)
			}
		}
	}
	return nil
}

func ownedByOthers(live *unstructured.Unstructured, manager string, fields []string) bool {
	var path fieldpath.Path
	for _, field := range fields {
		path = append(path, fieldpath.PathElement{FieldName: &field})
	}
	theirs, ours := false, false
	for _, entry := range live.GetManagedFields() {
		set, err := fieldsOf(entry)
		if err != nil || !holds(set, path) {
			continue
		}
		if entry.Manager == manager {
			ours = true
		} else {
			theirs = true
		}
	}
	return theirs && !ours
}

// holds tells whether a set has a path or anything below it.
func holds(set *fieldpath.Set, path fieldpath.Path) bool {
	found := false
	set.Iterate(func(member fieldpath.Path) {
		if len(member) >= len(path) && member[:len(path)].Equals(path) {
			found = true
		}
	})
	return found
}
