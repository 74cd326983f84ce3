package main

import (
	"context"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestAStuckDeploymentSaysWhy(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	ctx := context.Background()
	list, err := p.cluster.dynamic.Resource(nodes).List(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Items) == 0 {
		t.Skip("needs a node, which is what notices that an image is missing")
	}
	stuck := object(t, `{apiVersion: apps/v1, kind: Deployment,
		metadata: {name: stuck, namespace: standin-playground, annotations: {pulumi.com/timeoutSeconds: "8"}},
		spec: {selector: {matchLabels: {app: stuck}}, template: {metadata: {labels: {app: stuck}},
		spec: {containers: [{name: web, image: "nowhere.invalid/none:1", imagePullPolicy: Never}]}}}}`)
	defer func() {
		client, err := p.cluster.resourceFor(stuck)
		if err != nil {
			t.Fatal(err)
		}
		_ = client.Delete(ctx, "stuck", metav1.DeleteOptions{})
	}()
	encoded, err := stuck.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	_, err = tryCreate(t, p, string(encoded))
	for _, part := range []string{"timed out after 8s", "container web", "nowhere.invalid/none:1"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("got %v, want an error that says %q", err, part)
		}
	}
}
