package main

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

const unreachableURN = "urn:pulumi:dev::test::kubernetes:core/v1:ConfigMap::x"

// unreachable is a provider whose cluster does not answer, as it answers nobody at port 1.
func unreachable(t *testing.T, set func(*options)) (*provider, *monitor) {
	t.Helper()
	p := newProvider()
	p.options = options{kubeconfig: `{"apiVersion":"v1","kind":"Config","current-context":"nowhere",` +
		`"clusters":[{"name":"nowhere","cluster":{"server":"https://127.0.0.1:1"}}],` +
		`"contexts":[{"name":"nowhere","context":{"cluster":"nowhere","user":"nowhere"}}],"users":[{"name":"nowhere","user":{}}]}`}
	set(&p.options)
	p.cluster = newCluster(p.options)
	engine, _ := startMonitor(t, p)
	return p, engine
}

func configMap(t *testing.T, value string) *structpb.Struct {
	t.Helper()
	object, err := toWire(resource.NewPropertyMapFromMap(map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "x", "namespace": "y"},
		"data": map[string]any{"key": value},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return object
}

func TestAnUnreachableClusterIsLeftAloneOnRequest(t *testing.T) {
	p, engine := unreachable(t, func(o *options) { o.skipUpdateUnreachable = true })
	olds, news := configMap(t, "old"), configMap(t, "new")

	checked, err := p.Check(context.Background(), &pulumirpc.CheckRequest{Urn: unreachableURN, Olds: olds, News: news})
	if err != nil || checked.GetInputs().String() != olds.String() {
		t.Errorf("check: got %v and %v, want the old inputs", checked, err)
	}
	read, err := p.Read(context.Background(), &pulumirpc.ReadRequest{Id: "y/x", Urn: unreachableURN, Properties: olds, Inputs: olds})
	if err != nil || read.GetId() != "y/x" || read.GetProperties().String() != olds.String() {
		t.Errorf("read: got %v and %v, want the old state", read, err)
	}
	if _, err := p.Delete(context.Background(), &pulumirpc.DeleteRequest{Id: "y/x", Urn: unreachableURN, Properties: olds}); err == nil {
		t.Error("delete: succeeded, want a refusal")
	}
	if len(engine.messages) != 3 {
		t.Errorf("got %d warnings, want one for each call", len(engine.messages))
	}
	for _, each := range engine.messages {
		if each.GetSeverity() != pulumirpc.LogSeverity_WARNING || each.GetUrn() != unreachableURN {
			t.Errorf("got %v, want a warning about the object", each)
		}
	}
}

func TestAnUnreachableClusterIsForgottenOnRequest(t *testing.T) {
	p, _ := unreachable(t, func(o *options) { o.deleteUnreachable = true })
	olds := configMap(t, "old")
	read, err := p.Read(context.Background(), &pulumirpc.ReadRequest{Id: "y/x", Urn: unreachableURN, Properties: olds, Inputs: olds})
	if err != nil || read.GetId() != "" {
		t.Errorf("read: got %v and %v, want that the object is gone", read, err)
	}
	if _, err := p.Delete(context.Background(), &pulumirpc.DeleteRequest{Id: "y/x", Urn: unreachableURN, Properties: olds}); err != nil {
		t.Errorf("delete: %v, want success", err)
	}
}

func TestAnUnreachableClusterIsAnErrorElse(t *testing.T) {
	p, _ := unreachable(t, func(*options) {})
	olds := configMap(t, "old")
	if _, err := p.Read(context.Background(), &pulumirpc.ReadRequest{Id: "y/x", Urn: unreachableURN, Properties: olds, Inputs: olds}); err == nil ||
		!strings.Contains(err.Error(), "unreachable") {
		t.Errorf("read: got %v, want an error", err)
	}
	if _, err := p.Delete(context.Background(), &pulumirpc.DeleteRequest{Id: "y/x", Urn: unreachableURN, Properties: olds}); err == nil ||
		!strings.Contains(err.Error(), "unreachable") {
		t.Errorf("delete: got %v, want an error", err)
	}
	if _, err := p.Create(context.Background(), &pulumirpc.CreateRequest{Urn: unreachableURN, Properties: olds}); err == nil ||
		!strings.Contains(err.Error(), "unreachable") {
		t.Errorf("create: got %v, want an error", err)
	}
}
