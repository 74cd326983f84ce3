package main

import (
	"context"
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/structpb"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// readiness looks at a live object: is it ready, what is it still waiting for, or can it never become ready.
type readiness func(live *unstructured.Unstructured) (ready bool, progress string, err error)

// awaitReady waits for a created or updated object, as its annotations and kind say, and returns its last known form.
func (p *provider) awaitReady(
	ctx context.Context, urn string, inputs, live *unstructured.Unstructured, requested float64,
) (*unstructured.Unstructured, error) {
	rule, err := readinessOf(inputs)
	if rule == nil || err != nil {
		return live, err
	}
	timeout, err := timeoutFor(inputs, requested)
	if err != nil {
		return live, err
	}
	client, err := p.cluster.resourceFor(live)
	if err != nil {
		return live, err
	}
	seen, err := p.watchUntil(ctx, urn, client, live, timeout, func(current *unstructured.Unstructured) (bool, string, error) {
		if current == nil {
			return false, "", errors.New("it was deleted while its readiness was awaited")
		}
		return rule(current)
	})
	if seen == nil {
		seen = live
	}
	// An empty message takes the last one away, which would otherwise stay beside a resource that is long done.
	p.engine.status(ctx, urn, "")
	if err != nil {
		err = errors.Join(err, p.problemsOf(ctx, seen))
	}
	return seen, err
}

// readinessOf chooses how to tell that an object is ready; nil when nothing is awaited.
func readinessOf(inputs *unstructured.Unstructured) (readiness, error) {
	if isAnnotated(inputs, annotationSkipAwait) {
		return nil, nil
	}
	if expression := inputs.GetAnnotations()[annotationWaitFor]; expression != "" {
		return parseWaitFor(expression)
	}
	kind := inputs.GroupVersionKind()
	if rule, found := readinessByKind[kind.Group+"/"+kind.Kind]; found {
		return rule, nil
	}
	if awaitsAll() {
		return statusReady, nil
	}
	return nil, nil
}

// unready says why a live object is not ready, for a refresh, which does not wait.
func unready(inputs, live *unstructured.Unstructured) error {
	rule, err := readinessOf(inputs)
	if rule == nil || err != nil {
		return err
	}
	ready, progress, err := rule(live)
	if err != nil || ready {
		return err
	}
	return errors.New(progress)
}

// notReady tells the engine that an object exists and belongs into the state, but is not ready.
func notReady(id string, state, inputs *structpb.Struct, err error) error {
	detail := &pulumirpc.ErrorResourceInitFailed{Id: id, Properties: state, Inputs: inputs, Reasons: []string{err.Error()}}
	return rpcerror.WithDetails(rpcerror.New(codes.Unknown, err.Error()), detail)
}
