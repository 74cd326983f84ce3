package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func made() resource.PropertyMap {
	state := resource.NewPropertyMapFromMap(map[string]any{
		"create": "true", "stdin": "in", "triggers": []any{"a", "b"}, "environment": map[string]any{"A": "1"},
		"stdout": "out", "stderr": "err",
	})
	state["stdin"] = resource.MakeSecret(state["stdin"])
	return state
}

func TestDiffOfCommands(t *testing.T) {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	for name, test := range map[string]struct {
		change func(inputs resource.PropertyMap)
		// The paths with their kinds, the names, and those that replace by themselves.
		detailed, diffs, replaces string
	}{
		"nothing":         {func(resource.PropertyMap) {}, "", "", ""},
		"another secret":  {func(in resource.PropertyMap) { in["stdin"] = resource.MakeSecret(in["create"]) }, "stdin UPDATE", "stdin", ""},
		"no longer known": {func(in resource.PropertyMap) { in["create"] = unknown }, "create UPDATE", "create", ""},
		"one more":        {func(in resource.PropertyMap) { in["delete"] = in["create"] }, "delete ADD", "delete", ""},
		"one less":        {func(in resource.PropertyMap) { delete(in, "create") }, "create DELETE", "create", ""},
		"a variable": {func(in resource.PropertyMap) {
			in["environment"] = resource.NewProperty(resource.PropertyMap{"B": resource.NewProperty("1")})
		}, "environment.A DELETE, environment.B ADD", "environment", ""},
		"triggers inside": {func(in resource.PropertyMap) {
			in["triggers"] = resource.NewProperty([]resource.PropertyValue{resource.NewProperty(1.0)})
		}, "triggers[0] UPDATE, triggers[1] DELETE", "triggers", ""},
		"triggers as a whole": {func(in resource.PropertyMap) { delete(in, "triggers") }, "triggers DELETE_REPLACE", "triggers", "triggers"},
	} {
		inputs := made()
		delete(inputs, stdoutKey)
		delete(inputs, stderrKey)
		test.change(inputs)
		answer, err := newServer().Diff(t.Context(), &pulumirpc.DiffRequest{
			Type: localType, Olds: wire(t, made()), News: wire(t, inputs),
		})
		if err != nil {
			t.Fatal(err)
		}
		var detailed []string
		for path, change := range answer.GetDetailedDiff() {
			detailed = append(detailed, path+" "+change.GetKind().String())
		}
		slices.Sort(detailed)
		if got := strings.Join(detailed, ", "); got != test.detailed {
			t.Errorf("%s: detailed diff %q", name, got)
		}
		diffs, replaces := strings.Join(answer.GetDiffs(), " "), strings.Join(answer.GetReplaces(), " ")
		if diffs != test.diffs || replaces != test.replaces || answer.GetChanges() != changesOf(test.diffs) {
			t.Errorf("%s: differs in %q, replaces for %q, %v", name, diffs, replaces, answer.GetChanges())
		}
	}
}

func changesOf(diffs string) pulumirpc.DiffResponse_DiffChanges {
	if diffs == "" {
		return pulumirpc.DiffResponse_DIFF_NONE
	}
	return pulumirpc.DiffResponse_DIFF_SOME
}

func TestPreviewOfAnUpdate(t *testing.T) {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	for name, test := range map[string]struct {
		changes map[string]any
		known   bool
	}{
		"another text":            {map[string]any{"create": "false"}, false},
		"a text not known yet":    {map[string]any{"create": unknown}, false},
		"one more, not known yet": {map[string]any{"update": resource.MakeSecret(unknown)}, false},
		"one more":                {map[string]any{"update": "false"}, true},
	} {
		planned := update(t, newServer(), localType, made(), test.changes, true)
		for _, key := range []resource.PropertyKey{stdoutKey, stderrKey} {
			if planned[key].IsString() != test.known || planned[key].IsComputed() == test.known {
				t.Errorf("%s: %s is %v", name, key, planned[key])
			}
		}
		if !planned["stdin"].IsSecret() {
			t.Errorf("%s: stdin is no secret any more", name)
		}
	}
}

func TestPreviewsRunNothing(t *testing.T) {
	directory := t.TempDir()
	inputs := resource.NewPropertyMapFromMap(map[string]any{"create": "touch created", "dir": directory})
	response, err := newServer().Create(t.Context(), &pulumirpc.CreateRequest{
		Urn: "urn:test", Name: "name", Type: localType, Properties: wire(t, inputs), Preview: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	update(t, newServer(), localType, unwire(t, response.GetProperties()), map[string]any{"update": "touch updated"}, true)
	listed := resource.NewPropertyMapFromMap(map[string]any{"create": "ls", "dir": directory})
	wrote(t, create(t, newServer(), localType, listed), "", "")
}

func TestRefreshReturnsWhatIsThere(t *testing.T) {
	state := made()
	state[stdoutKey] = resource.MakeSecret(state[stdoutKey])
	answer, err := newServer().Read(t.Context(), &pulumirpc.ReadRequest{
		Type: localType, Id: "name1234", Properties: wire(t, state), Inputs: wire(t, made()),
	})
	if err != nil {
		t.Fatal(err)
	}
	same := unwire(t, answer.GetProperties()).DeepEquals(state) && unwire(t, answer.GetInputs()).DeepEquals(made())
	if !same || answer.GetId() != "name1234" {
		t.Errorf("got %v", answer)
	}
}
