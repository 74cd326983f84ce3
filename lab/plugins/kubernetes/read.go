package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Read finds the live object of a refresh, a .get() or an import. An object that is gone is answered with an empty ID.
func (p *provider) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	ctx, done := p.bound(ctx)
	defer done()
	if err := refuseType(req.GetUrn()); err != nil {
		return nil, err
	}
	if err := p.cluster.reachable(); err != nil {
		return p.readUnreachable(ctx, req, err)
	}
	state, err := fromWire(req.GetProperties())
	if err != nil {
		return nil, fmt.Errorf("malformed state: %w", err)
	}
	given, err := fromWire(req.GetInputs())
	if err != nil {
		return nil, fmt.Errorf("malformed inputs: %w", err)
	}
	inputs, err := normalize(toObject(given))
	if err != nil {
		return nil, redact(err, given)
	}
	imported := inputs.GroupVersionKind().Empty()
	name, err := identify(req, inputs, toObject(state))
	if err != nil {
		return nil, err
	}

	live, err := p.get(ctx, inputs, name)
	if apierrors.IsNotFound(err) || isNoMatch(err) {
		return &pulumirpc.ReadResponse{}, nil
	}
	if err != nil {
		return nil, redact(err, given, state)
	}
	return p.readResponse(req, inputs, live, given, state, imported)
}

func (p *provider) readResponse(
	req *pulumirpc.ReadRequest, inputs, live *unstructured.Unstructured, given, state resource.PropertyMap, imported bool,
) (*pulumirpc.ReadResponse, error) {
	liveInputs := prune(live, inputs)
	if imported {
		liveInputs = inputsOfImport(live)
	}
	manager, err := newManager(inputs, state)
	if err != nil {
		return nil, err
	}
	properties, err := toWire(checkpoint(liveInputs, live, given, initialAPIVersion(state, inputs), manager))
	if err != nil {
		return nil, err
	}
	found := resource.NewPropertyMapFromMap(liveInputs.Object)
	copySecretness(found, given)
	wire, err := toWire(found)
	if err != nil {
		return nil, err
	}
	if !imported {
		if err := unready(inputs, live); err != nil {
			return nil, notReady(req.GetId(), properties, wire, redact(err, given, state))
		}
	}
	return &pulumirpc.ReadResponse{Id: req.GetId(), Properties: properties, Inputs: wire}, nil
}

// identify completes the inputs of an object that is only known by its ID, and returns its name.
func identify(req *pulumirpc.ReadRequest, inputs, live *unstructured.Unstructured) (string, error) {
	namespace, name, found := strings.Cut(req.GetId(), "/")
	if !found {
		namespace, name = "", req.GetId()
	}
	if name == "" {
		return "", fmt.Errorf("%q is not an ID of a Kubernetes object: it is NAME or NAMESPACE/NAME", req.GetId())
	}
	if !inputs.GroupVersionKind().Empty() {
		return name, nil
	}
	kind := live.GroupVersionKind()
	if kind.Empty() {
		var err error
		if kind, err = kindOf(req.GetUrn()); err != nil {
			return "", err
		}
	}
	if inputs.Object == nil {
		inputs.Object = map[string]any{}
	}
	inputs.SetGroupVersionKind(kind)
	inputs.SetName(name)
	if namespace != "" {
		inputs.SetNamespace(namespace)
	}
	return name, nil
}

func (p *provider) get(ctx context.Context, inputs *unstructured.Unstructured, name string) (*unstructured.Unstructured, error) {
	client, err := p.cluster.resourceFor(inputs)
	if isNoMatch(err) {
		// The kind may have come after this process first asked.
		p.cluster.refresh()
		client, err = p.cluster.resourceFor(inputs)
	}
	if err != nil {
		return nil, err
	}
	return client.Get(ctx, name, metav1.GetOptions{})
}

// inputsOfImport takes everything of a live object for inputs that its server does not write alone.
func inputsOfImport(live *unstructured.Unstructured) *unstructured.Unstructured {
	inputs := live.DeepCopy()
	delete(inputs.Object, "status")
	for _, field := range serverFields {
		unstructured.RemoveNestedField(inputs.Object, "metadata", field)
	}
	unstructured.RemoveNestedField(inputs.Object, "metadata", "annotations", "deployment.kubernetes.io/revision")
	unstructured.RemoveNestedField(inputs.Object, "metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")
	return inputs
}

func (p *provider) readUnreachable(ctx context.Context, req *pulumirpc.ReadRequest, cause error) (*pulumirpc.ReadResponse, error) {
	p.engine.warn(ctx, req.GetUrn(), "configured Kubernetes cluster is unreachable: %v", cause)
	switch {
	case p.options.deleteUnreachable:
		return &pulumirpc.ReadResponse{}, nil
	case p.options.skipUpdateUnreachable:
		return &pulumirpc.ReadResponse{Id: req.GetId(), Properties: req.GetProperties(), Inputs: req.GetInputs()}, nil
	}
	return nil, fmt.Errorf("failed to read resource state due to unreachable cluster: %w. If the cluster was deleted, you can "+
		"remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment "+
		"variable set to \"true\"", cause)
}
