package main

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// options are the provider's arguments that change what it does.
type options struct {
	kubeconfig            string
	context               string
	cluster               string
	namespace             string
	secretMutable         bool
	configMapMutable      bool
	upsertExistingObjects bool
	patchForce            bool
	deleteUnreachable     bool
	skipUpdateUnreachable bool
}

// optionEnvironment names the variable that stands in for an option which a program leaves out; the official plugin reads
// the same ones. An empty name means that there is none. The two suppress options are accepted and have nothing to suppress:
// this plugin never warns of deprecations or hooks.
var optionEnvironment = map[string]string{
	"kubeconfig":                  "",
	"context":                     "",
	"cluster":                     "",
	"namespace":                   "",
	"clusterIdentifier":           "",
	"enableServerSideApply":       "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY",
	"enableSecretMutable":         "PULUMI_K8S_ENABLE_SECRET_MUTABLE",
	"enableConfigMapMutable":      "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE",
	"upsertExistingObjects":       "PULUMI_K8S_UPSERT_EXISTING_OBJECTS",
	"enablePatchForce":            "PULUMI_K8S_ENABLE_PATCH_FORCE",
	"deleteUnreachable":           "PULUMI_K8S_DELETE_UNREACHABLE",
	"skipUpdateUnreachable":       "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE",
	"suppressDeprecationWarnings": "PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS",
	"suppressHelmHookWarnings":    "PULUMI_K8S_SUPPRESS_HELM_HOOK_WARNINGS",
}

// engineOptions are set by the engine itself.
var engineOptions = map[string]bool{"version": true, "pluginDownloadURL": true, "__internal": true}

// refuseOption says why an option is not served, or nothing when it is.
func refuseOption(name string, value resource.PropertyValue) string {
	if engineOptions[name] {
		return ""
	}
	if _, served := optionEnvironment[name]; !served {
		return fmt.Sprintf("meshwork's stand-in kubernetes plugin does not implement the provider option %q; it implements %s",
			name, strings.Join(servedOptions(), ", "))
	}
	if name == "enableServerSideApply" && isFalse(value) {
		return "meshwork's stand-in kubernetes plugin only implements server-side apply; leave enableServerSideApply out"
	}
	return ""
}

func servedOptions() []string {
	names := make([]string, 0, len(optionEnvironment))
	for name := range optionEnvironment {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func isFalse(value resource.PropertyValue) bool {
	return value.IsBool() && !value.BoolValue() || value.IsString() && value.StringValue() == "false"
}

// readOptions takes options from the configuration's flat variables, each falling back to its environment variable.
func readOptions(variables map[string]string) options {
	text := func(name string) string {
		if value, given := variables["kubernetes:config:"+name]; given {
			return value
		}
		if env := optionEnvironment[name]; env != "" {
			return os.Getenv(env)
		}
		return ""
	}
	flag := func(name string) bool { return text(name) == "true" }
	return options{
		kubeconfig:            text("kubeconfig"),
		context:               text("context"),
		cluster:               text("cluster"),
		namespace:             text("namespace"),
		secretMutable:         flag("enableSecretMutable"),
		configMapMutable:      flag("enableConfigMapMutable"),
		upsertExistingObjects: flag("upsertExistingObjects"),
		patchForce:            flag("enablePatchForce"),
		deleteUnreachable:     flag("deleteUnreachable"),
		skipUpdateUnreachable: flag("skipUpdateUnreachable"),
	}
}
