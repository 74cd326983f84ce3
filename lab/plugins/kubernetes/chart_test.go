package main

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/encoding/protojson"
)

// chartsVariable names a directory with Istio's charts (base, istiod, gateway).
const chartsVariable = "STANDIN_TEST_CHARTS"

const fixture = "testdata/chart"

// construct sends a Construct call for a chart.
func construct(t *testing.T, p *provider, address string, inputs map[string]any) (*pulumirpc.ConstructResponse, error) {
	t.Helper()
	request := map[string]any{
		"project": "test", "stack": "dev", "dryRun": true, "parallel": 8, "monitorEndpoint": address,
		"type": chartType, "name": "web", "inputs": inputs,
		"providers":    map[string]any{"kubernetes": "urn:pulumi:dev::test::pulumi:providers:kubernetes::east::id"},
		"dependencies": []string{"urn:pulumi:dev::test::kubernetes:core/v1:Namespace::web"},
	}
	encoded, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	message := &pulumirpc.ConstructRequest{}
	if err := protojson.Unmarshal(encoded, message); err != nil {
		t.Fatal(err)
	}
	return p.Construct(context.Background(), message)
}

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

func TestChartWithUnknownValuesHasNoChildren(t *testing.T) {
	p := offline()
	m, address := startMonitor(t, p)
	if _, err := construct(t, p, address, map[string]any{"chart": fixture, "values": map[string]any{"a": unknownText}}); err != nil {
		t.Fatal(err)
	}
	if len(m.registered) != 1 || m.registered[0].GetType() != chartType {
		t.Errorf("registered %v, want the chart alone", m.registered)
	}
	if len(m.messages) != 1 || !strings.Contains(m.messages[0].GetMessage(), "Preview is incomplete") {
		t.Errorf("said %v, want one warning that the preview is incomplete", m.messages)
	}
}

func TestChartRefusesByName(t *testing.T) {
	for argument, inputs := range map[string]map[string]any{
		"postRenderer":          {"chart": fixture, "postRenderer": map[string]any{"command": "x"}},
		"valueYamlFiles":        {"chart": fixture, "valueYamlFiles": []any{}},
		"repositoryOpts.caFile": {"chart": "x", "repositoryOpts": map[string]any{"repo": "https://charts.example", "caFile": "u"}},
		"argument chart":        {},
	} {
		p := offline()
		_, address := startMonitor(t, p)
		if _, err := construct(t, p, address, inputs); err == nil || !strings.Contains(err.Error(), argument) {
			t.Errorf("%s: got %v, want a refusal that names it", argument, err)
		}
	}
}

func TestChartRegistersItsObjectsLikeTheOfficialPlugin(t *testing.T) {
	p := online(t)
	m, address := startMonitor(t, p)
	response, err := construct(t, p, address, map[string]any{
		"chart": fixture, "namespace": "web", "values": map[string]any{"greeting": "hello"}, "skipAwait": true,
	})
	if err != nil {
		t.Fatal(err)
	}

	var names []string
	for _, each := range response.GetState().GetFields()["resources"].GetListValue().GetValues() {
		names = append(names, each.GetStructValue().GetFields()["urn"].GetStringValue())
	}
	prefix := "urn:pulumi:dev::test::" + chartType + "$kubernetes:"
	want := []string{
		prefix + "core/v1:Namespace::web:web",
		prefix + "apiextensions.k8s.io/v1:CustomResourceDefinition::web:things.example.meshwork.dev",
		prefix + "core/v1:ConfigMap::web:web/settings",
		prefix + "core/v1:Secret::web:web/password",
		prefix + "core/v1:Service::web:other/web",
		prefix + "example.meshwork.dev/v1:Thing::web:web/first",
	}
	if !sameMembers(names, want) {
		t.Errorf("resources are\n%s\nwant\n%s", strings.Join(names, "\n"), strings.Join(want, "\n"))
	}

	definition := m.byName(t, "web:things.example.meshwork.dev")
	if !definition.GetRetainOnDelete() {
		t.Error("an object with resource policy keep is not retained")
	}
	secret := m.byName(t, "web:web/password").GetObject().GetFields()["data"].GetStructValue().GetFields()
	if secret["4dabf18193072939515e22adb298388d"].GetStringValue() != "1b47061264138c4ac30d75fd1eb44270" {
		t.Errorf("data of a Secret is not secret: %v", secret)
	}
	thing := m.byName(t, "web:web/first")
	for _, need := range []string{"web:web", "web:things.example.meshwork.dev"} {
		if !slices.ContainsFunc(thing.GetDependencies(), func(urn string) bool { return strings.HasSuffix(urn, "::"+need) }) {
			t.Errorf("%s does not depend on %s but on %v", thing.GetName(), need, thing.GetDependencies())
		}
	}
	settings := m.byName(t, "web:web/settings").GetObject().AsMap()
	data := settings["data"].(map[string]any)
	if data["greeting"] != "hello" || data["server"] == "" {
		t.Errorf("values or capabilities did not reach the templates: %v", data)
	}
	if annotations := settings["metadata"].(map[string]any)["annotations"].(map[string]any); annotations[annotationSkipAwait] != "true" {
		t.Errorf("skipAwait did not reach the objects: %v", annotations)
	}
	compareRegistration(t, m.byName(t, "web:web/settings"))
}

func sameMembers(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// compareRegistration holds a child's registration against a recorded one: the same fields are set, to the same flags.
func compareRegistration(t *testing.T, got *pulumirpc.RegisterResourceRequest) {
	t.Helper()
	encoded, err := protojson.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var have map[string]any
	if err := json.Unmarshal(encoded, &have); err != nil {
		t.Fatal(err)
	}
	for _, each := range recording(t, "s3-preview") {
		if each.Method != "RegisterResource" || !strings.HasSuffix(each.Type, ":ConfigMap") {
			continue
		}
		// Positions in the source and the chart's own Namespace, on which this fixture depends, are not in that recording.
		delete(have, "sourcePosition")
		delete(have, "stackTrace")
		delete(have, "dependencies")
		want := each.Request
		for _, key := range []string{"type", "parent", "object", "provider", "name"} {
			if (have[key] == nil) != (want[key] == nil) {
				t.Errorf("%s: official %v, stand-in %v", key, want[key], have[key])
			}
			delete(have, key)
			delete(want, key)
		}
		if !reflect.DeepEqual(have, want) {
			t.Errorf("registration of a child\n  official: %s\n  stand-in: %s", pretty(want), pretty(have))
		}
		return
	}
	t.Error("no recorded registration to compare with")
}

// The recorded Construct of Istio's base chart, with the same chart, gives the same resources in the same order.
func TestIstioBaseChartAsRecorded(t *testing.T) {
	charts := os.Getenv(chartsVariable)
	if charts == "" {
		t.Skipf("needs Istio's charts: set %s to a directory that has base", chartsVariable)
	}
	for _, name := range []string{"s3-up", "s3-second-preview"} {
		p := online(t)
		m, address := startMonitor(t, p)
		for _, each := range recording(t, name) {
			if each.Method != "Construct" {
				continue
			}
			inputs := each.Request["inputs"].(map[string]any)
			inputs["chart"] = filepath.Join(charts, "base")
			response, err := construct(t, p, address, inputs)
			if err != nil {
				t.Fatal(err)
			}
			want := namesOf(each.Response["state"].(map[string]any)["resources"].([]any), each.Name)
			have := namesOf(response.GetState().AsMap()["resources"].([]any), "web")
			if !slices.Equal(want, have) {
				t.Errorf("%s: resources\n  official: %v\n  stand-in: %v", each.Name, want, have)
			}
			compareObjects(t, m, each.Name)
		}
	}
}

func namesOf(resources []any, prefix string) []string {
	names := make([]string, len(resources))
	for i, each := range resources {
		_, name, _ := strings.Cut(each.(map[string]any)["urn"].(string), "::"+prefix+":")
		names[i] = name
	}
	return names
}

// compareObjects holds rendered objects against those that were recorded for the same chart.
func compareObjects(t *testing.T, m *monitor, chart string) {
	t.Helper()
	for _, each := range recording(t, "s3-preview") {
		name, isChild := strings.CutPrefix(each.Name, chart+":")
		if each.Method != "RegisterResource" || !isChild {
			continue
		}
		have, want := m.byName(t, "web:"+name).GetObject().AsMap(), each.Request["object"].(map[string]any)
		// The recorded charts came straight from Istio's source tree, where their version is 1.0.0.
		for _, object := range []map[string]any{have, want} {
			labels := object["metadata"].(map[string]any)["labels"].(map[string]any)
			delete(labels, "app.kubernetes.io/version")
			delete(labels, "helm.sh/chart")
		}
		if !reflect.DeepEqual(have, want) {
			t.Errorf("%s\n  official: %s\n  stand-in: %s", each.Name, pretty(want), pretty(have))
		}
		keys := slices.Sorted(maps.Keys(m.byName(t, "web:"+name).GetPropertyDependencies()))
		if recorded := slices.Sorted(maps.Keys(each.Request["propertyDependencies"].(map[string]any))); !slices.Equal(keys, recorded) {
			t.Errorf("%s: property dependencies of %v, want %v", each.Name, keys, recorded)
		}
	}
}
