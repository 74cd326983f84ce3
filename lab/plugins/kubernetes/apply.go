package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

// createManager is the field manager of plain creates. Updates are applied under a name that each object keeps in its
// state, so that two stacks that write one field get a conflict.
const createManager = "pulumi-kubernetes"

// newManager is the name under which an object's fields are applied: its annotation, the state's, else a fresh one.
func newManager(inputs *unstructured.Unstructured, state resource.PropertyMap) (string, error) {
	if name := inputs.GetAnnotations()[annotationFieldManager]; name != "" {
		return name, nil
	}
	if kept := state[fieldManagerKey]; kept.IsString() {
		return kept.StringValue(), nil
	}
	return resource.NewUniqueName(nil, createManager+"-", 8, 0, nil)
}

// forces tells whether a program asked to take fields from other managers.
func (p *provider) forces(inputs *unstructured.Unstructured) bool {
	return p.options.patchForce || isAnnotated(inputs, annotationPatchForce)
}

// apply sends an object with server-side apply.
func apply(
	ctx context.Context, client dynamic.ResourceInterface, inputs *unstructured.Unstructured, manager string, force bool, dryRun []string,
) (*unstructured.Unstructured, error) {
	body, err := json.Marshal(inputs.Object)
	if err != nil {
		return nil, err
	}
	applied, err := client.Patch(ctx, inputs.GetName(), types.ApplyPatchType, body,
		metav1.PatchOptions{FieldManager: manager, Force: &force, DryRun: dryRun})
	if apierrors.IsConflict(err) {
		return nil, conflictError(inputs, manager, err)
	}
	return applied, err
}

var conflictOwner = regexp.MustCompile(`conflicts? with "([^"]+)"`)

// conflictError names who else manages the fields, and what can be done about it.
func conflictError(inputs *unstructured.Unstructured, manager string, err error) error {
	var owners []string
	for _, match := range conflictOwner.FindAllStringSubmatch(err.Error(), -1) {
		owners = append(owners, match[1])
	}
	with := "another field manager"
	if len(owners) > 0 {
		with = strings.Join(owners, ", ")
	}
	return fmt.Errorf("Server-Side Apply field conflict detected: fields of %s %q are also managed by %s. Either leave these "+
		"fields out of the program (or in ignoreChanges), or take them over with the annotation %s: \"true\"\n"+
		"The resource managed by field manager %q had an apply conflict: %w",
		inputs.GetKind(), idOf(inputs), with, annotationPatchForce, manager, err)
}
