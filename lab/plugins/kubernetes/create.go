package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const alreadyExistsHint = `

The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use ` + "`pulumi import`" + `. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`

// Create makes an object and waits until it is ready. A preview asks the server what it would make of it, where the server
// can know.
func (p *provider) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	ctx, done := p.bound(ctx)
	defer done()
	given, err := fromWire(req.GetProperties())
	if err != nil {
		return nil, fmt.Errorf("malformed inputs: %w", err)
	}
	inputs := toObject(given)
	if req.GetPreview() {
		return p.previewCreate(ctx, req, inputs, given)
	}
	if err := p.cluster.reachable(); err != nil {
		return nil, fmt.Errorf("configured Kubernetes cluster is unreachable: %w", err)
	}
	manager, err := newManager(inputs, nil)
	if err != nil {
		return nil, err
	}
	created, err := p.createWhenPossible(ctx, req.GetUrn(), inputs, manager)
	if err != nil {
		return nil, redact(createError(req.GetUrn(), inputs, err), given)
	}

	live, waitErr := p.awaitReady(ctx, req.GetUrn(), inputs, created, req.GetTimeout())
	if isDefinition(inputs) {
		p.cluster.refresh()
	}
	state, err := toWire(checkpoint(inputs, live, given, inputs.GetAPIVersion(), manager))
	if err != nil {
		return nil, err
	}
	if waitErr != nil {
		return nil, notReady(idOf(live), state, nil, redact(fmt.Errorf(
			"resource %q was created, but did not become ready: %w", req.GetUrn(), waitErr), given))
	}
	return &pulumirpc.CreateResponse{Id: idOf(live), Properties: state}, nil
}

// previewCreate shows the object as the server would make it. The inputs stand in for it where the server cannot say: a
// value, the kind or the namespace comes into being with this very update, or the object is about to be replaced.
func (p *provider) previewCreate(
	ctx context.Context, req *pulumirpc.CreateRequest, inputs *unstructured.Unstructured, given resource.PropertyMap,
) (*pulumirpc.CreateResponse, error) {
	asGiven := &pulumirpc.CreateResponse{Properties: req.GetProperties()}
	if hasUnknown(inputs.Object) || !p.cluster.serves(inputs.GroupVersionKind()) {
		return asGiven, nil
	}
	manager, err := newManager(inputs, nil)
	if err != nil {
		return nil, err
	}
	live, err := p.create(ctx, inputs, manager, []string{metav1.DryRunAll})
	if apierrors.IsForbidden(err) || apierrors.IsAlreadyExists(err) || isMissingNamespace(err) {
		return asGiven, nil
	}
	if err != nil {
		return nil, redact(createError(req.GetUrn(), inputs, err), given)
	}
	// A status that a dry run invents would look like one that somebody has seen.
	unstructured.RemoveNestedField(live.Object, "status")
	state, err := toWire(checkpoint(inputs, live, given, inputs.GetAPIVersion(), manager))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CreateResponse{Properties: state}, nil
}

// createAttempts and createBackoff bound how long a missing kind or namespace is waited for: about half a minute.
const (
	createAttempts = 7
	createBackoff  = 500 * time.Millisecond
)

// createWhenPossible tries again while the object's kind or namespace is still coming. What a server serves can only be
// asked for, not watched, so this waits a little longer each time.
func (p *provider) createWhenPossible(
	ctx context.Context, urn string, inputs *unstructured.Unstructured, manager string,
) (*unstructured.Unstructured, error) {
	for attempt, pause := 1, createBackoff; ; attempt, pause = attempt+1, 2*pause {
		created, err := p.create(ctx, inputs, manager, nil)
		if err == nil || !isNoMatch(err) && !apierrors.IsNotFound(err) || attempt == createAttempts {
			return created, err
		}
		if attempt > 1 {
			p.engine.status(ctx, urn, "Retry #%d; creation failed: %v", attempt-1, err)
		}
		if isNoMatch(err) {
			p.cluster.refresh()
			if p.cluster.serves(inputs.GroupVersionKind()) {
				continue
			}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// create makes the object. Unless the provider's options allow to take over what is there, it is a plain create, which
// the server refuses for an object that exists.
func (p *provider) create(
	ctx context.Context, inputs *unstructured.Unstructured, manager string, dryRun []string,
) (*unstructured.Unstructured, error) {
	client, err := p.cluster.resourceFor(inputs)
	if err != nil {
		return nil, err
	}
	if p.options.upsertExistingObjects {
		// A preview that meets the old object of a coming replacement must not see a conflict with it.
		return apply(ctx, client, inputs, manager, p.forces(inputs) || dryRun != nil, dryRun)
	}
	return client.Create(ctx, inputs, metav1.CreateOptions{FieldManager: createManager, DryRun: dryRun})
}

func createError(urn string, inputs *unstructured.Unstructured, err error) error {
	if isNoMatch(err) {
		return fmt.Errorf("creation of resource %q with kind %s/%s failed because the Kubernetes API server reported that the "+
			"apiVersion for this resource does not exist. Verify that any required CRDs have been created: %w",
			urn, inputs.GetAPIVersion(), inputs.GetKind(), err)
	}
	hint := ""
	if apierrors.IsAlreadyExists(err) {
		hint = alreadyExistsHint
	}
	return fmt.Errorf("resource %q was not successfully created by the Kubernetes API server: %w%s", urn, err, hint)
}

// isMissingNamespace recognizes the one "not found" that a dry run meets in every preview from empty.
func isMissingNamespace(err error) bool {
	var status apierrors.APIStatus
	return apierrors.IsNotFound(err) && errors.As(err, &status) &&
		status.Status().Details != nil && status.Status().Details.Kind == "namespaces"
}
