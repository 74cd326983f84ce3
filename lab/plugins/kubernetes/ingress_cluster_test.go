package main

import (
	"context"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var ingresses = schema.GroupVersionResource{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"}

// No controller of a cluster serves this class: the test plays its part.
const storefront = `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: storefront, namespace: standin-playground},
	spec: {ingressClassName: standin-test, rules: [{host: orders.shop, http: {paths: [{path: /, pathType: Prefix,
	backend: {service: {name: orders, port: {number: 80}}}}]}}]}}`

func TestIngressesAreAwaitedUntilTheyHaveAnAddress(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := p.cluster.dynamic.Resource(ingresses).Namespace(playground)
	t.Cleanup(func() { _ = client.Delete(context.Background(), "storefront", metav1.DeleteOptions{}) })

	impatient := strings.Replace(storefront, "metadata: {", `metadata: {annotations: {pulumi.com/timeoutSeconds: "5"}, `, 1)
	if _, err := tryCreate(t, p, impatient); err == nil || !strings.Contains(err.Error(), "Ingress controller") {
		t.Fatalf("got %v, want an error that says what was waited for", err)
	}
	if err := client.Delete(ctx, "storefront", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}

	go follow(ctx, client, `{"status":{"loadBalancer":{"ingress":[{"ip":"10.200.31.112"}]}}}`, hasAddress)
	state := mustCreate(t, p, storefront)
	if !strings.Contains(state.String(), "10.200.31.112") {
		t.Errorf("the outputs of a created Ingress lack its address: %v", state)
	}

	// The address is the controller's: whoever runs the program again finds no difference.
	inputs := object(t, storefront)
	diff, err := p.Diff(ctx, &pulumirpc.DiffRequest{Urn: urnOf(inputs), Id: idOf(inputs), Olds: state, News: wire(t, inputs)})
	if err != nil || diff.GetChanges() != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("unchanged inputs: %v %v, want no difference", diff, err)
	}
	read, err := p.Read(ctx, &pulumirpc.ReadRequest{Urn: urnOf(inputs), Id: idOf(inputs), Properties: state, Inputs: wire(t, inputs)})
	if err != nil {
		t.Fatal(err)
	}
	diff, err = p.Diff(ctx, &pulumirpc.DiffRequest{Urn: urnOf(inputs), Id: idOf(inputs), Olds: read.GetProperties(), News: read.GetInputs()})
	if err != nil || diff.GetChanges() != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("after a refresh: %v %v, want no difference", diff, err)
	}

	renamed := strings.Replace(storefront, "orders.shop", "orders", 1)
	changed := object(t, renamed)
	diff, err = p.Diff(ctx, &pulumirpc.DiffRequest{Urn: urnOf(changed), Id: idOf(changed), Olds: state, News: wire(t, changed)})
	if err != nil || diff.GetChanges() != pulumirpc.DiffResponse_DIFF_SOME || len(diff.GetReplaces()) > 0 {
		t.Errorf("another host: %v %v, want a change in place", diff, err)
	}
	updated, err := tryUpdate(t, p, state, renamed)
	if err != nil {
		t.Fatal(err)
	}
	if got := updated.GetProperties().String(); !strings.Contains(got, "10.200.31.112") || strings.Contains(got, "orders.shop") {
		t.Errorf("after the update: %s", got)
	}

	deletion := &pulumirpc.DeleteRequest{Urn: urnOf(changed), Id: idOf(changed), Properties: updated.GetProperties(), Timeout: 60}
	if _, err := p.Delete(ctx, deletion); err != nil {
		t.Fatal(err)
	}
	if left, err := client.List(ctx, metav1.ListOptions{}); err != nil || len(left.Items) > 0 {
		t.Errorf("after the delete: %v %v, want no Ingress", left, err)
	}
}
