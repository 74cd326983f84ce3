package main

import (
	"context"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// diff compares an object with what it was, as the engine would ask for it after the first had been created.
func diff(t *testing.T, p *provider, before, after string, ignore ...string) *pulumirpc.DiffResponse {
	t.Helper()
	old := object(t, before)
	given := resource.NewPropertyMapFromMap(old.Object)
	state, err := toWire(checkpoint(old, &unstructured.Unstructured{Object: old.DeepCopy().Object}, given, old.GetAPIVersion(), "m"))
	if err != nil {
		t.Fatal(err)
	}
	news, err := toWire(resource.NewPropertyMapFromMap(object(t, after).Object))
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.Diff(context.Background(), &pulumirpc.DiffRequest{Olds: state, News: news, IgnoreChanges: ignore})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

const (
	secretOne = `{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: ns}, data: {a: b25l}}`
	secretTwo = `{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: ns}, stringData: {a: two}}`
)

func TestSecretsAreReplacedUnlessTheyMayChange(t *testing.T) {
	if got := diff(t, offline(), secretOne, secretTwo); len(got.Replaces) != 0 || got.Changes != pulumirpc.DiffResponse_DIFF_SOME {
		t.Errorf("with enableSecretMutable: %v, want an update", got)
	}
	p := offline()
	p.options.secretMutable = false
	if got := diff(t, p, secretOne, secretTwo); !slices.Equal(got.Replaces, []string{"data.a"}) || !got.DeleteBeforeReplace {
		t.Errorf("without enableSecretMutable: %v, want a replacement that deletes first, since the name stays", got)
	}
	if got := diff(t, offline(), `{apiVersion: v1, kind: Secret, immutable: true, metadata: {name: s}, data: {a: b25l}}`,
		`{apiVersion: v1, kind: Secret, immutable: true, metadata: {name: s}, data: {a: dHdv}}`); len(got.Replaces) == 0 {
		t.Error("an immutable Secret is updated")
	}
}

func TestWhatReplacesAnObject(t *testing.T) {
	cases := []struct {
		name, before, after string
		replaces            []string
		deleteFirst         bool
	}{
		{"selector", `{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: x}}}}`,
			`{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: z}}}}`,
			[]string{"spec.selector.matchLabels.a"}, true},
		{"role of a binding", `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {name: x}}`,
			`{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {name: z}}`, []string{"roleRef.name"}, true},
		{"namespace", `{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, namespace: x}}`,
			`{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, namespace: z}}`, []string{"metadata.namespace"}, false},
		{"replicas", `{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 1}}`,
			`{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 2}}`, nil, false},
	}
	for _, each := range cases {
		got := diff(t, offline(), each.before, each.after)
		if !slices.Equal(got.Replaces, each.replaces) || got.DeleteBeforeReplace != each.deleteFirst {
			t.Errorf("%s: %v", each.name, got)
		}
	}
}

func TestSameThingsWrittenDifferentlyAreNoChange(t *testing.T) {
	pod := `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: ns}, spec: {containers: [{name: c, resources: {requests: {cpu: %s, memory: %s}}}]}}`
	write := func(cpu, memory string) string {
		return replaceText(replaceText(pod, "cpu: %s", "cpu: "+cpu).(string), "memory: %s", "memory: "+memory).(string)
	}
	if got := diff(t, offline(), write(`"1"`, `2Gi`), write(`1000m`, `2048Mi`)); got.Changes != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("quantities: %v", got)
	}
	if got := diff(t, offline(), secretOne, replaceText(secretTwo, "two", "one").(string)); got.Changes != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("stringData: %v", got)
	}
}

func TestIgnoredChangesAreNone(t *testing.T) {
	before := `{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: ns}, data: {a: "1", b: "1"}}`
	after := `{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: ns}, data: {a: "2", b: "1"}}`
	if got := diff(t, offline(), before, after, "data.a"); got.Changes != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("got %v", got)
	}
}

func TestChangesThroughLists(t *testing.T) {
	before := `{apiVersion: example.com/v1, kind: Thing, metadata: {name: x, annotations: {a.b/c: x}}, spec: {items: [{a: 1}, {a: 2}]}}`
	after := `{apiVersion: example.com/v1, kind: Thing, metadata: {name: x, annotations: {a.b/c: z}}, spec: {items: [{a: 1, b: 1}]}}`
	got := diff(t, offline(), before, after).DetailedDiff
	want := map[string]pulumirpc.PropertyDiff_Kind{
		"spec.items[0].b":               pulumirpc.PropertyDiff_ADD,
		"spec.items[1]":                 pulumirpc.PropertyDiff_DELETE,
		`metadata.annotations["a.b/c"]`: pulumirpc.PropertyDiff_UPDATE,
	}
	for path, kind := range want {
		if got[path].GetKind() != kind || got[path] == nil {
			t.Errorf("%s: got %v, want %v", path, got[path], kind)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v, want %d changes", got, len(want))
	}
}
