package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestRequiredPackages(t *testing.T) {
	root := t.TempDir()
	writeFiles(t, root, map[string]string{
		// The usual case.
		"node_modules/@pulumi/tls/package.json": `{"name": "@pulumi/tls", "version": "5.6.1",
			"pulumi": {"resource": true, "name": "tls", "version": "5.6.1"}}`,
		// Name and version follow from the package.
		"node_modules/@acme/pulumi-dns/package.json": `{"name": "@acme/pulumi-dns", "version": "1.0.0",
			"pulumi": {"resource": true, "server": "https://plugins.acme"}}`,
		// Parameterized.
		"node_modules/bridged/package.json": `{"name": "bridged", "version": "2.0.0", "pulumi": {"resource": true,
			"name": "terraform-provider", "version": "v0.8.0",
			"parameterization": {"name": "bridged", "version": "2.0.0", "value": "eyJ4IjoxfQ=="}}}`,
		// A dependency of a dependency, in a version of its own.
		"node_modules/uses-old/package.json":                          `{"name": "uses-old", "version": "1.0.0"}`,
		"node_modules/uses-old/node_modules/@pulumi/tls/package.json": `{"name": "@pulumi/tls", "version": "4.0.0", "pulumi": {"resource": true}}`,
		// Not plugins: the SDK, test data within a package, a manifest that is no JSON, other files.
		"node_modules/@pulumi/pulumi/package.json":        `{"name": "@pulumi/pulumi", "version": "3.245.0"}`,
		"node_modules/uses-old/test/data/package.json":    `{"name": "x", "version": "1.0.0", "pulumi": {"resource": true}}`,
		"node_modules/broken/package.json":                `{`,
		"node_modules/.package-lock.json":                 `{}`,
		"node_modules/.bin/pulumi/package.json":           `{"name": "y", "version": "1.0.0", "pulumi": {"resource": true}}`,
		"program/node_modules/@pulumi/tls/package.json":   `{"name": "@pulumi/tls", "version": "5.6.1", "pulumi": {"resource": true}}`,
		"program/node_modules/without-manifest/README.md": ``,
	})
	required, err := requiredPackages(root + "/program")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, dependency := range required {
		text := fmt.Sprintf("%s %s %s %s", dependency.GetKind(), dependency.GetName(), dependency.GetVersion(), dependency.GetServer())
		if parameter := dependency.GetParameterization(); parameter != nil {
			text += fmt.Sprintf("%s %s %s", parameter.GetName(), parameter.GetVersion(), parameter.GetValue())
		}
		got = append(got, text)
	}
	slices.Sort(got)
	want := []string{
		"resource acme/pulumi-dns v1.0.0 https://plugins.acme",
		`resource terraform-provider v0.8.0 bridged 2.0.0 {"x":1}`,
		"resource tls v4.0.0 ",
		"resource tls v5.6.1 ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
}

func TestAPluginWithoutVersionIsAnError(t *testing.T) {
	root := t.TempDir()
	writeFiles(t, root, map[string]string{"node_modules/x/package.json": `{"name": "x", "pulumi": {"resource": true}}`})
	if _, err := requiredPackages(root); err == nil || !strings.Contains(err.Error(), "node_modules/x/package.json") {
		t.Errorf("got %v", err)
	}
}

func TestLockedDependencies(t *testing.T) {
	root := t.TempDir()
	if _, err := lockedDependencies(root, false); err == nil {
		t.Error("a missing lock file should be told")
	}
	writeFiles(t, root, map[string]string{"package-lock.json": `{"packages": {
		"": {"dependencies": {"a": "^1.0.0"}, "devDependencies": {"@s/b": "^2.0.0"}},
		"node_modules/a": {"version": "1.2.0"}, "node_modules/@s/b": {"version": "2.3.0"},
		"node_modules/c": {"version": "3.0.0"}, "node_modules/c/node_modules/a": {"version": "0.9.0"}}}`})
	for transitive, want := range map[bool]string{
		false: "@s/b 2.3.0, a 1.2.0", true: "@s/b 2.3.0, a 0.9.0, a 1.2.0, c 3.0.0",
	} {
		dependencies, err := lockedDependencies(root, transitive)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, dependency := range dependencies {
			got = append(got, dependency.GetName()+" "+dependency.GetVersion())
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("transitive %v: got %v", transitive, got)
		}
	}
}
