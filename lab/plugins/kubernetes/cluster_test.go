package main

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

// clusterVariable names the kubeconfig of a cluster that the tests may write to. Everything they make is in a namespace
// of their own or is removed again.
const clusterVariable = "KUBECONFIG_STANDIN_TEST"

var (
	namespaces = schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}
	configMaps = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	services   = schema.GroupVersionResource{Version: "v1", Resource: "services"}
	podsKind   = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	nodes      = schema.GroupVersionResource{Version: "v1", Resource: "nodes"}
)

// kubeconfigForTest skips a test that needs a cluster when there is none.
func kubeconfigForTest(t *testing.T) string {
	t.Helper()
	path := os.Getenv(clusterVariable)
	if path == "" {
		t.Skipf("needs a cluster: set %s to the kubeconfig of one that it may write to", clusterVariable)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// online is a provider on the test's cluster with the options of the recordings, changed by each given function.
func online(t *testing.T, change ...func(*options)) *provider {
	t.Helper()
	p := newProvider()
	p.options = options{kubeconfig: kubeconfigForTest(t), secretMutable: true, configMapMutable: true}
	for _, each := range change {
		each(&p.options)
	}
	p.cluster = newCluster(p.options)
	if err := p.cluster.reachable(); err != nil {
		t.Fatal(err)
	}
	return p
}

// freshNamespace makes sure that a namespace does not exist, now and after the test.
func freshNamespace(t *testing.T, p *provider, name string) {
	t.Helper()
	removeNamespace(t, p, name)
	t.Cleanup(func() { removeNamespace(t, p, name) })
}

func removeNamespace(t *testing.T, p *provider, name string) {
	t.Helper()
	err := p.cluster.dynamic.Resource(namespaces).Delete(context.Background(), name, metav1.DeleteOptions{})
	if apierrors.IsNotFound(err) {
		return
	}
	if err != nil && !apierrors.IsConflict(err) {
		t.Fatal(err)
	}
	space := &unstructured.Unstructured{}
	space.SetName(name)
	gone := func(current *unstructured.Unstructured) (bool, string, error) {
		return current == nil, "waiting for namespace " + name + " to be gone", nil
	}
	if _, err := p.watchUntil(context.Background(), "", p.cluster.dynamic.Resource(namespaces), space, time.Minute, gone); err != nil {
		t.Fatal(err)
	}
}

// actAsControllers plays, on a cluster without nodes, the part of what a node and a load balancer would do.
func actAsControllers(t *testing.T, p *provider, namespace string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	list, err := p.cluster.dynamic.Resource(nodes).List(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Items) > 0 {
		return
	}
	go follow(ctx, p.cluster.dynamic.Resource(podsKind).Namespace(namespace),
		`{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}`,
		func(pod *unstructured.Unstructured) bool { _, ready := conditionOf(pod, "Ready", "True"); return ready })
	go follow(ctx, p.cluster.dynamic.Resource(services).Namespace(namespace),
		`{"status":{"loadBalancer":{"ingress":[{"ip":"10.200.31.111"}]}}}`,
		func(service *unstructured.Unstructured) bool {
			kind, _, _ := unstructured.NestedString(service.Object, "spec", "type")
			return kind != "LoadBalancer" || hasAddress(service)
		})
}

// follow patches the status of every object until it is as wanted.
func follow(ctx context.Context, client dynamic.ResourceInterface, patch string, settled func(*unstructured.Unstructured) bool) {
	for ctx.Err() == nil {
		events, err := client.Watch(ctx, metav1.ListOptions{})
		if err != nil {
			return
		}
		for event := range events.ResultChan() {
			object, ok := event.Object.(*unstructured.Unstructured)
			if !ok || settled(object) || object.GetDeletionTimestamp() != nil || strings.Contains(string(event.Type), "DELETED") {
				continue
			}
			_, _ = client.Patch(ctx, object.GetName(), types.MergePatchType, []byte(patch),
				metav1.PatchOptions{FieldManager: "kubectl-patch"}, "status")
		}
	}
}
