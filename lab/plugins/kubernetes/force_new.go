package main

import (
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// immutable lists, by group and kind, the properties that the API server refuses to change or that only take effect in a
// new object. "*" stands for every element of a list.
var immutable = map[string][]string{
	"apps/DaemonSet":   {"spec.selector"},
	"apps/Deployment":  {"spec.selector"},
	"apps/StatefulSet": {"spec.podManagementPolicy", "spec.revisionHistoryLimit", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"},
	"batch/Job":        {"spec.completions", "spec.parallelism", "spec.selector", "spec.template"},
	"/ConfigMap":       {"binaryData", "data"},
	"/Pod":             {"spec"},
	"/Secret":          {"data", "stringData", "type"},
	"/Service":         {"spec.clusterIP"},
	"/ResourceQuota":   {"spec.scopes"},
	"/PersistentVolumeClaim": {
		"spec.accessModes", "spec.resources", "spec.selector", "spec.storageClassName", "spec.volumeName",
	},
	"rbac.authorization.k8s.io/ClusterRoleBinding": {"roleRef"},
	"rbac.authorization.k8s.io/RoleBinding":        {"roleRef"},
	"storage.k8s.io/StorageClass":                  {"parameters", "provisioner"},
}

// forceNew lists the properties of an object whose change replaces it. Data of Secrets and ConfigMaps does, unless the
// provider's options say that it may be updated in place and the object itself does not forbid it.
func (p *provider) forceNew(before, inputs *unstructured.Unstructured) [][]string {
	kind := inputs.GroupVersionKind()
	paths := immutable[kind.Group+"/"+kind.Kind]
	locked := before.Object["immutable"] == true
	if kind.Group == "" && !locked {
		if kind.Kind == "Secret" && p.options.secretMutable {
			// The server never lets a Secret change its type.
			paths = []string{"type"}
		}
		if kind.Kind == "ConfigMap" && p.options.configMapMutable {
			paths = nil
		}
	}
	split := [][]string{{"metadata", "name"}, {"metadata", "namespace"}}
	for _, path := range paths {
		split = append(split, strings.Split(path, "."))
	}
	return split
}
