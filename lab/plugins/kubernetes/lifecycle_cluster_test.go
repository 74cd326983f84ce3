package main

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

const playground = "standin-playground"

// withPlayground gives a test a namespace without the objects of other tests. The namespace itself is made and removed once,
// because a server takes seconds to remove one.
func withPlayground(t *testing.T, p *provider) {
	t.Helper()
	prepare.Do(func() {
		removeNamespace(t, p, playground)
		mustCreate(t, p, `{apiVersion: v1, kind: Namespace, metadata: {name: standin-playground}}`)
		leftOver = func() {
			_ = p.cluster.dynamic.Resource(namespaces).Delete(context.Background(), playground, metav1.DeleteOptions{})
		}
	})
	t.Cleanup(func() {
		err := p.cluster.dynamic.Resource(configMaps).Namespace(playground).Delete(context.Background(), "settings", metav1.DeleteOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
	})
}

// What tests share is prepared once, and what is left over of it removed.
var (
	prepare  sync.Once
	leftOver = func() {}
)

func TestMain(m *testing.M) {
	code := m.Run()
	leftOver()
	os.Exit(code)
}

func urnOf(object *unstructured.Unstructured) string {
	return "urn:pulumi:dev::test::" + typeOf(object) + "::" + object.GetName()
}

func wire(t *testing.T, object *unstructured.Unstructured) *structpb.Struct {
	t.Helper()
	properties, err := toWire(resource.NewPropertyMapFromMap(object.Object))
	if err != nil {
		t.Fatal(err)
	}
	return properties
}

func tryCreate(t *testing.T, p *provider, text string) (*pulumirpc.CreateResponse, error) {
	t.Helper()
	inputs := object(t, text)
	return p.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urnOf(inputs), Properties: wire(t, inputs), Timeout: 60})
}

func mustCreate(t *testing.T, p *provider, text string) *structpb.Struct {
	t.Helper()
	created, err := tryCreate(t, p, text)
	if err != nil {
		t.Fatal(err)
	}
	return created.GetProperties()
}

func tryUpdate(t *testing.T, p *provider, state *structpb.Struct, text string, ignore ...string) (*pulumirpc.UpdateResponse, error) {
	t.Helper()
	inputs := object(t, text)
	return p.Update(context.Background(), &pulumirpc.UpdateRequest{
		Urn: urnOf(inputs), Id: idOf(inputs), Olds: state, News: wire(t, inputs), Timeout: 60, IgnoreChanges: ignore,
	})
}

const settings = `{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: standin-playground}, data: {a: "1"}}`

// patchAs changes the ConfigMap as some other program would.
func patchAs(t *testing.T, p *provider, manager, patch string) {
	t.Helper()
	if _, err := p.cluster.dynamic.Resource(configMaps).Namespace(playground).Patch(context.Background(), "settings",
		types.MergePatchType, []byte(patch), metav1.PatchOptions{FieldManager: manager}); err != nil {
		t.Fatal(err)
	}
}

func liveData(t *testing.T, p *provider) map[string]any {
	t.Helper()
	live, err := p.cluster.dynamic.Resource(configMaps).Namespace(playground).Get(context.Background(), "settings", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := live.Object["data"].(map[string]any)
	return data
}

func TestExistingObjectsAreOnlyAdoptedOnRequest(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	mustCreate(t, p, settings)
	if _, err := tryCreate(t, p, settings); err == nil || !strings.Contains(err.Error(), "already exists") {
		t.Errorf("a second create: %v, want a refusal", err)
	}
	adopting := online(t, func(o *options) { o.upsertExistingObjects = true })
	mustCreate(t, adopting, strings.Replace(settings, `data: {a: "1"}`, `data: {a: "1", b: "2"}`, 1))
	if got := liveData(t, p); got["b"] != "2" {
		t.Errorf("after adoption the data are %v", got)
	}
}

func TestFieldsOfOthersAreAConflict(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	state := mustCreate(t, p, settings)
	patchAs(t, p, "somebody-else", `{"data":{"a":"theirs"}}`)

	changed := strings.Replace(settings, `"1"`, `"2"`, 1)
	_, err := tryUpdate(t, p, state, changed)
	if err == nil || !strings.Contains(err.Error(), "somebody-else") || !strings.Contains(err.Error(), "field conflict") {
		t.Fatalf("got %v, want a conflict that names the other manager", err)
	}
	if _, err := tryUpdate(t, p, state, changed, "data.a"); err != nil {
		t.Errorf("with ignoreChanges: %v", err)
	}
	if got := liveData(t, p); got["a"] != "theirs" {
		t.Errorf("an ignored property was changed: %v", got)
	}
	forced := strings.Replace(changed, "metadata: {", `metadata: {annotations: {pulumi.com/patchForce: "true"}, `, 1)
	if _, err := tryUpdate(t, p, state, forced); err != nil {
		t.Errorf("with patchForce: %v", err)
	}
	if got := liveData(t, p); got["a"] != "2" {
		t.Errorf("after patchForce the data are %v", got)
	}
}

func TestDroppedFieldsGo(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	state := mustCreate(t, p, strings.Replace(settings, `{a: "1"}`, `{a: "1", b: "2"}`, 1))
	if _, err := tryUpdate(t, p, state, settings); err != nil {
		t.Fatal(err)
	}
	if got := liveData(t, p); len(got) != 1 {
		t.Errorf("a field that the program dropped is still there: %v", got)
	}
}

func TestDeleteWaitsUntilTheObjectIsGone(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	held := strings.Replace(settings, "metadata: {", "metadata: {finalizers: [meshwork.dev/hold], ", 1)
	state := mustCreate(t, p, held)
	inputs := object(t, held)
	done := make(chan error, 1)
	go func() {
		_, err := p.Delete(context.Background(), &pulumirpc.DeleteRequest{Urn: urnOf(inputs), Id: idOf(inputs), Properties: state, Timeout: 60})
		done <- err
	}()
	select {
	case err := <-done:
		t.Errorf("delete did not wait for the finalizer: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
	patchAs(t, p, "holder", `{"metadata":{"finalizers":null}}`)
	// A delete that does not notice that the object is gone fails by its own timeout.
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := p.Delete(context.Background(), &pulumirpc.DeleteRequest{Urn: urnOf(inputs), Id: idOf(inputs), Properties: state}); err != nil {
		t.Errorf("deleting what is gone: %v", err)
	}
}

const definition = `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: tools.standin.meshwork.dev},
	spec: {group: standin.meshwork.dev, scope: Namespaced, names: {kind: Tool, plural: tools, singular: tool, listKind: ToolList},
	versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}`

func TestKindsOfTheSameRunCanBeUsed(t *testing.T) {
	// Each provider of a stack is a process of its own; this one asks what the server serves before the kind is there.
	other := online(t)
	withPlayground(t, other)
	const tool = `{apiVersion: standin.meshwork.dev/v1, kind: Tool, metadata: {name: hammer, namespace: standin-playground}, spec: {weight: 1}}`
	preview := object(t, tool)
	seen, err := other.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urnOf(preview), Properties: wire(t, preview), Preview: true})
	if err != nil || seen.GetProperties().GetFields()["__inputs"] != nil {
		t.Errorf("a preview of an unknown kind: %v %v, want the inputs as they are", seen, err)
	}

	p := online(t)
	state := mustCreate(t, p, definition)
	inputs := object(t, definition)
	if !strings.Contains(state.String(), "Established") {
		t.Error("a definition was not awaited until it is established")
	}
	created := mustCreate(t, other, tool)
	if _, err := tryUpdate(t, other, created, strings.Replace(tool, "weight: 1", "weight: 2", 1)); err != nil {
		t.Error(err)
	}
	if _, err := tryUpdate(t, p, state, strings.Replace(definition, "singular: tool", "shortNames: [tl], singular: tool", 1)); err != nil {
		t.Errorf("updating a definition: %v", err)
	}
	if _, err := p.Delete(context.Background(), &pulumirpc.DeleteRequest{Urn: urnOf(inputs), Id: idOf(inputs), Properties: state, Timeout: 60}); err != nil {
		t.Error(err)
	}
	gone := object(t, tool)
	read, err := online(t).Read(context.Background(), &pulumirpc.ReadRequest{Urn: urnOf(gone), Id: idOf(gone), Properties: created, Inputs: wire(t, gone)})
	if err != nil || read.GetId() != "" {
		t.Errorf("reading an object whose kind is gone: %v %v, want that it is gone", read, err)
	}
}

func TestImportReadsTheWholeObject(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	mustCreate(t, p, settings)
	read, err := p.Read(context.Background(), &pulumirpc.ReadRequest{
		Urn: "urn:pulumi:dev::test::kubernetes:core/v1:ConfigMap::imported", Id: "standin-playground/settings",
	})
	if err != nil {
		t.Fatal(err)
	}
	inputs := read.GetInputs().AsMap()
	if data, _ := inputs["data"].(map[string]any); data["a"] != "1" || inputs["kind"] != "ConfigMap" {
		t.Errorf("imported inputs are %v", inputs)
	}
	if metadata := inputs["metadata"].(map[string]any); metadata["uid"] != nil || metadata["managedFields"] != nil {
		t.Errorf("imported inputs hold what the server writes: %v", metadata)
	}
}

func TestAWaitThatEndsWithoutSuccessKeepsTheObject(t *testing.T) {
	p := online(t)
	withPlayground(t, p)
	waiting := strings.Replace(settings, "metadata: {",
		`metadata: {annotations: {pulumi.com/waitFor: "jsonpath={.data.never}", pulumi.com/timeoutSeconds: "5"}, `, 1)
	_, err := tryCreate(t, p, waiting)
	if err == nil || !strings.Contains(err.Error(), "timed out after 5s") || !strings.Contains(err.Error(), ".data.never") {
		t.Errorf("got %v, want an error that says how long and for what it waited", err)
	}
	kept := false
	for _, each := range status.Convert(err).Details() {
		detail, isKept := each.(*pulumirpc.ErrorResourceInitFailed)
		kept = kept || isKept && detail.GetId() == "standin-playground/settings" && len(detail.GetProperties().GetFields()) > 0
	}
	if !kept {
		t.Errorf("the error %v does not tell the engine to keep the object in the state", err)
	}
}
