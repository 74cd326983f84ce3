package main

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Check brings a resource's inputs into the form in which they are compared, sent and kept.
func (p *provider) Check(ctx context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	if err := refuseType(req.GetUrn()); err != nil {
		return nil, err
	}
	if p.options.skipUpdateUnreachable && p.cluster.reachable() != nil {
		p.engine.warn(ctx, req.GetUrn(), "the cluster is unreachable, and skipUpdateUnreachable is set: the object stays as it is")
		return &pulumirpc.CheckResponse{Inputs: req.GetOlds()}, nil
	}
	news, err := fromWire(req.GetNews())
	if err != nil {
		return nil, fmt.Errorf("malformed inputs: %w", err)
	}
	inputs, err := normalize(toObject(news))
	if err != nil {
		return nil, redact(err, news)
	}
	if failure := checkIdentity(inputs); failure != nil {
		return &pulumirpc.CheckResponse{Inputs: req.GetNews(), Failures: []*pulumirpc.CheckFailure{failure}}, nil
	}
	p.defaultNamespace(inputs)
	if isDefinition(inputs) {
		p.cluster.definitions.add(inputs)
	}

	checked := resource.NewPropertyMapFromMap(inputs.Object)
	copySecretness(checked, news)
	wire, err := toWire(checked)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CheckResponse{Inputs: wire}, nil
}

// checkIdentity asks for what every object needs before anything can be said about it.
func checkIdentity(inputs *unstructured.Unstructured) *pulumirpc.CheckFailure {
	for _, field := range []string{"apiVersion", "kind"} {
		if inputs.Object[field] == nil {
			return &pulumirpc.CheckFailure{Property: field, Reason: "every Kubernetes object has one; it is missing"}
		}
	}
	metadata, isMap := inputs.Object["metadata"].(map[string]any)
	if !isMap && hasUnknown(inputs.Object["metadata"]) {
		return nil
	}
	if metadata["generateName"] != nil {
		return &pulumirpc.CheckFailure{
			Property: "metadata.generateName", Reason: "is not supported with server-side apply; give metadata.name instead",
		}
	}
	if name := metadata["name"]; name == nil || name == "" {
		return &pulumirpc.CheckFailure{
			Property: "metadata.name",
			Reason:   "meshwork's stand-in kubernetes plugin does not make up names; give every object an explicit metadata.name",
		}
	}
	return nil
}

// defaultNamespace writes down where an object without a namespace would land.
func (p *provider) defaultNamespace(inputs *unstructured.Unstructured) {
	metadata, isMap := inputs.Object["metadata"].(map[string]any)
	if !isMap || metadata["namespace"] != nil || p.cluster.reachable() != nil {
		return
	}
	if p.cluster.namespaced(inputs.GroupVersionKind()) {
		inputs.SetNamespace(p.cluster.namespace)
	}
}
