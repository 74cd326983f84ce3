package main

import (
	"context"
	"fmt"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Delete removes an object and waits until it is gone, finalizers and dependents included. An object or a kind that is
// already gone counts as deleted.
func (p *provider) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	ctx, done := p.bound(ctx)
	defer done()
	state, err := fromWire(req.GetProperties())
	if err != nil {
		return nil, fmt.Errorf("malformed state: %w", err)
	}
	inputs, live := parseCheckpoint(state)
	if err := p.cluster.reachable(); err != nil {
		p.engine.warn(ctx, req.GetUrn(), "configured Kubernetes cluster is unreachable: %v", err)
		if p.options.deleteUnreachable {
			return &emptypb.Empty{}, nil
		}
		return nil, fmt.Errorf("configured Kubernetes cluster is unreachable: %w. If the cluster was deleted, you can remove this "+
			"resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable "+
			"set to \"true\"", err)
	}
	if err := p.delete(ctx, req, inputs, live); err != nil {
		return nil, redact(fmt.Errorf("deletion of resource %q failed: %w", req.GetUrn(), err), state)
	}
	return &emptypb.Empty{}, nil
}

func (p *provider) delete(ctx context.Context, req *pulumirpc.DeleteRequest, inputs, live *unstructured.Unstructured) error {
	client, err := p.cluster.resourceFor(live)
	if isNoMatch(err) {
		return nil
	}
	if err != nil {
		return err
	}
	policy, err := propagationFor(inputs)
	if err != nil {
		return err
	}
	timeout, err := timeoutFor(inputs, req.GetTimeout())
	if err != nil {
		return err
	}
	err = client.Delete(ctx, live.GetName(), metav1.DeleteOptions{PropagationPolicy: &policy})
	if apierrors.IsNotFound(err) || err == nil && skipsDeletion(inputs) {
		return nil
	}
	if err != nil {
		return err
	}

	gone := func(current *unstructured.Unstructured) (bool, string, error) {
		if current == nil || current.GetUID() != live.GetUID() && live.GetUID() != "" {
			return true, "", nil
		}
		return false, deletionProgress(current), nil
	}
	_, err = p.watchUntil(ctx, req.GetUrn(), client, live, timeout, gone)
	return err
}

// skipsDeletion tells whether skipAwait also applies to an object's end. The official plugin has it so for these kinds
// alone; all others are waited for.
func skipsDeletion(inputs *unstructured.Unstructured) bool {
	kind := inputs.GroupVersionKind()
	switch kind.Group + "/" + kind.Kind {
	case "/Namespace", "/Pod", "/ReplicationController", "apps/DaemonSet", "apps/Deployment", "apps/StatefulSet", "batch/Job":
		return isAnnotated(inputs, annotationSkipAwait)
	}
	return false
}

// deletionProgress says what holds an object that is being deleted.
func deletionProgress(object *unstructured.Unstructured) string {
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	for _, each := range conditions {
		condition, _ := each.(map[string]any)
		if condition["status"] == "True" && condition["message"] != nil && object.GetKind() == "Namespace" {
			return fmt.Sprintf("%v", condition["message"])
		}
	}
	if finalizers := object.GetFinalizers(); len(finalizers) > 0 {
		return fmt.Sprintf("waiting for finalizers %v", finalizers)
	}
	return "waiting to be gone"
}
