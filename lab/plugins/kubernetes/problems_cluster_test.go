package main

import (
	"context"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
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
		metadata: {name: stuck, namespace: standin-playground, annotations: {pulumi.com/timeoutSeconds: "1"}},
		spec: {selector: {matchLabels: {app: stuck}}, template: {metadata: {labels: {app: stuck}},
		spec: {containers: [{name: web, image: "nowhere.invalid/none:1", imagePullPolicy: Never}]}}}}`)
	client, err := p.cluster.resourceFor(stuck)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Delete(ctx, "stuck", metav1.DeleteOptions{}) }()
	// It is stuck before the plugin looks: how soon a node notices that an image is missing is nobody's promise.
	if _, err := client.Create(ctx, stuck, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	untilWaiting(t, p, "app=stuck", "ErrImageNeverPull")
	encoded, err := stuck.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	adopting := online(t, func(o *options) { o.upsertExistingObjects = true })
	_, err = tryCreate(t, adopting, string(encoded))
	for _, part := range []string{"timed out after 1s", "container web", "nowhere.invalid/none:1"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("got %v, want an error that says %q", err, part)
		}
	}
}

// untilWaiting watches the playground's Pods with a label until the first container of one waits for this reason.
func untilWaiting(t *testing.T, p *provider, selector, reason string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	events, err := p.cluster.dynamic.Resource(podsKind).Namespace(playground).Watch(ctx, metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		t.Fatal(err)
	}
	defer events.Stop()
	for event := range events.ResultChan() {
		pod, ok := event.Object.(*unstructured.Unstructured)
		if !ok {
			t.Fatalf("the watch was answered with %v", event.Object)
		}
		statuses, _, _ := unstructured.NestedSlice(pod.Object, "status", "containerStatuses")
		if len(statuses) == 0 {
			continue
		}
		container, _ := statuses[0].(map[string]any)
		if got, _, _ := unstructured.NestedString(container, "state", "waiting", "reason"); got == reason {
			return
		}
	}
	t.Fatalf("no container of a Pod with %s waits for %s", selector, reason)
}
