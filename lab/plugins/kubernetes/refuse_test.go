package main

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func check(t *testing.T, p *provider, kind string, inputs map[string]any) (*pulumirpc.CheckResponse, error) {
	t.Helper()
	news, err := toWire(resource.NewPropertyMapFromMap(inputs))
	if err != nil {
		t.Fatal(err)
	}
	return p.Check(context.Background(), &pulumirpc.CheckRequest{Urn: "urn:pulumi:dev::test::" + kind + "::x", News: news})
}

func TestTypesThatAreNotImplementedAreRefusedByName(t *testing.T) {
	for _, kind := range []string{
		"kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v3:Chart", "kubernetes:yaml/v2:ConfigFile", "kubernetes:kustomize/v2:Directory",
		"kubernetes:core/v1:ConfigMapPatch", "kubernetes:core/v1:SecretList",
	} {
		if _, err := check(t, offline(), kind, map[string]any{}); err == nil || !strings.Contains(err.Error(), kind) {
			t.Errorf("%s: got %v, want a refusal that names it", kind, err)
		}
	}
	for _, kind := range []string{"kubernetes:core/v1:ConfigMap", "kubernetes:example.com/v1:AllowList", "kubernetes:example.com/v1:Patch"} {
		if err := refuseType("urn:pulumi:dev::test::" + kind + "::x"); err != nil {
			t.Errorf("%s is refused: %v", kind, err)
		}
	}
}

func TestConstructRefusesOtherComponents(t *testing.T) {
	_, err := offline().Construct(context.Background(), &pulumirpc.ConstructRequest{Type: "kubernetes:yaml/v2:ConfigGroup"})
	if err == nil || !strings.Contains(err.Error(), "kubernetes:yaml/v2:ConfigGroup") {
		t.Errorf("got %v, want a refusal that names the component", err)
	}
}

func TestProviderOptionsThatAreNotImplementedAreRefusedByName(t *testing.T) {
	for option, value := range map[string]any{
		"renderYamlToDirectory": "out", "strictMode": "true", "helmReleaseSettings": "{}", "enableServerSideApply": "false",
	} {
		news, err := toWire(resource.NewPropertyMapFromMap(map[string]any{option: value, "kubeconfig": "x"}))
		if err != nil {
			t.Fatal(err)
		}
		response, err := offline().CheckConfig(context.Background(), &pulumirpc.CheckRequest{News: news})
		if err != nil {
			t.Fatal(err)
		}
		if len(response.Failures) != 1 || response.Failures[0].Property != option || !strings.Contains(response.Failures[0].Reason, option) {
			t.Errorf("%s: failures %v, want one that names it", option, response.Failures)
		}
	}
}

func TestObjectsNeedTheirIdentity(t *testing.T) {
	for property, inputs := range map[string]map[string]any{
		"metadata.name":         {"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"namespace": "x"}},
		"metadata.generateName": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"generateName": "x-"}},
		"kind":                  {"apiVersion": "v1", "metadata": map[string]any{"name": "x"}},
	} {
		response, err := check(t, offline(), "kubernetes:core/v1:ConfigMap", inputs)
		if err != nil {
			t.Fatal(err)
		}
		if len(response.Failures) != 1 || response.Failures[0].Property != property {
			t.Errorf("%s: failures %v", property, response.Failures)
		}
	}
	named := map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": resource.Computed{Element: resource.NewStringProperty("")}}}
	if response, err := check(t, offline(), "kubernetes:core/v1:ConfigMap", named); err != nil || len(response.Failures) > 0 {
		t.Errorf("a name that is not known yet is refused: %v %v", response.GetFailures(), err)
	}
}
