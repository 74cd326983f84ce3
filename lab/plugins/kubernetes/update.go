package main

import (
	"context"
	"fmt"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/util/retry"
)

// Update applies new inputs to an object that exists and waits until it is ready again.
func (p *provider) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	ctx, done := p.bound(ctx)
	defer done()
	given, err := fromWire(req.GetNews())
	if err != nil {
		return nil, fmt.Errorf("malformed inputs: %w", err)
	}
	state, err := fromWire(req.GetOlds())
	if err != nil {
		return nil, fmt.Errorf("malformed state: %w", err)
	}
	inputs, err := normalize(toObject(given))
	if err != nil {
		return nil, redact(err, given)
	}
	if req.GetPreview() && (hasUnknown(inputs.Object) || !p.cluster.serves(inputs.GroupVersionKind())) {
		return &pulumirpc.UpdateResponse{Properties: req.GetNews()}, nil
	}
	if err := p.cluster.reachable(); err != nil {
		return nil, fmt.Errorf("configured Kubernetes cluster is unreachable: %w", err)
	}
	manager, err := newManager(inputs, state)
	if err != nil {
		return nil, err
	}

	_, last := parseCheckpoint(state)
	updated, err := p.update(ctx, req, inputs, last.GetName(), manager)
	if apierrors.IsForbidden(err) && req.GetPreview() {
		return &pulumirpc.UpdateResponse{Properties: req.GetNews()}, nil
	}
	if err != nil {
		return nil, redact(fmt.Errorf("update of resource %q failed: %w", req.GetUrn(), err), given, state)
	}
	var waitErr error
	if !req.GetPreview() {
		updated, waitErr = p.awaitReady(ctx, req.GetUrn(), inputs, updated, req.GetTimeout())
		if isDefinition(inputs) {
			p.cluster.refresh()
		}
	}

	wire, err := toWire(checkpoint(inputs, updated, given, initialAPIVersion(state, inputs), manager))
	if err != nil {
		return nil, err
	}
	if waitErr != nil {
		return nil, notReady(idOf(updated), wire, nil, redact(fmt.Errorf(
			"resource %q was updated, but did not become ready: %w", req.GetUrn(), waitErr), given, state))
	}
	return &pulumirpc.UpdateResponse{Properties: wire}, nil
}

func (p *provider) update(
	ctx context.Context, req *pulumirpc.UpdateRequest, inputs *unstructured.Unstructured, name, manager string,
) (*unstructured.Unstructured, error) {
	client, err := p.cluster.resourceFor(inputs)
	if err != nil {
		return nil, err
	}
	var dryRun []string
	if req.GetPreview() {
		dryRun = []string{metav1.DryRunAll}
	}
	if isDefinition(inputs) {
		return putDefinition(ctx, client, inputs, name, manager, dryRun)
	}
	return p.applyUpdate(ctx, client, req, inputs, name, manager, dryRun)
}

// putDefinition replaces a definition: its versions and schemas are only meaningful as a whole, so they are not merged.
func putDefinition(
	ctx context.Context, client dynamic.ResourceInterface, inputs *unstructured.Unstructured, name, manager string, dryRun []string,
) (*unstructured.Unstructured, error) {
	var updated *unstructured.Unstructured
	// Controllers write the status of a definition at any time, which makes the version that was read an old one.
	err := retry.RetryOnConflict(retry.DefaultRetry, func() error {
		live, err := client.Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		whole := inputs.DeepCopy()
		whole.SetResourceVersion(live.GetResourceVersion())
		updated, err = client.Update(ctx, whole, metav1.UpdateOptions{FieldManager: manager, DryRun: dryRun})
		return err
	})
	return updated, err
}

// applyUpdate takes the fields over that this plugin's create, or kubectl, wrote under other names, then applies the
// inputs. A preview cannot take them over, so there it forces its way past our own create. Past kubectl it does not: as with
// the official plugin, such a preview reports a conflict that the update then settles.
func (p *provider) applyUpdate(
	ctx context.Context, client dynamic.ResourceInterface, req *pulumirpc.UpdateRequest,
	inputs *unstructured.Unstructured, name, manager string, dryRun []string,
) (*unstructured.Unstructured, error) {
	var live *unstructured.Unstructured
	// The same race as in putDefinition, with every controller that writes into the object.
	err := retry.RetryOnConflict(retry.DefaultRetry, func() (err error) {
		live, err = client.Get(ctx, name, metav1.GetOptions{})
		if err == nil && !req.GetPreview() {
			live, err = inheritFields(ctx, client, live, manager)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	force := p.forces(inputs) || req.GetPreview() && isCreatedByUs(live)
	sent := inputs.DeepCopy()
	if err := dropIgnored(sent, live, manager, req.GetIgnoreChanges()); err != nil {
		return nil, err
	}
	return apply(ctx, client, sent, manager, force, dryRun)
}
