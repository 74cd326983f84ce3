package main

import (
	"encoding/json"
	"sort"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Values that differ from one cluster, or one minute, to the next. Only that they are there is compared.
var fleeting = map[string]bool{
	"uid": true, "resourceVersion": true, "creationTimestamp": true, "clusterIP": true, "nodePort": true, "time": true,
	"lastTransitionTime": true, "lastUpdateTime": true, "__fieldManager": true, "kubernetes.io/service-account.uid": true,
	"token": true, "ca.crt": true, "ip": true, "message": true, "image": true,
}

// timeless reduces an answer to what two plugins, on two clusters, at two times must agree on.
func timeless(value any, method string) any {
	switch value := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, element := range value {
			switch {
			case fleeting[key]:
				kept[key] = "…"
			case key == "clusterIPs":
				kept[key] = "…"
			case key == "managedFields":
				kept[key] = managers(element)
			case key == "status" && isWorkload(value):
				// What a status says beside "it is ready" depends on when it was looked at.
				kept[key] = "…"
			default:
				kept[key] = timeless(element, method)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(value))
		for i, element := range value {
			kept[i] = timeless(element, method)
		}
		return kept
	}
	return value
}

func isWorkload(object map[string]any) bool { return object["kind"] == "Deployment" }

// managers reduces managed fields to who manages which fields how; their order depends on the clock, and the random part
// of a name on chance.
func managers(value any) any {
	entries, _ := value.([]any)
	var kept []string
	for _, each := range entries {
		entry, _ := each.(map[string]any)
		// Controllers differ from cluster to cluster.
		if entry["manager"] == "kube-controller-manager" || entry["subresource"] == "status" {
			continue
		}
		name, _ := entry["manager"].(string)
		if strings.HasPrefix(name, "pulumi-kubernetes-") {
			name = "pulumi-kubernetes-…"
		}
		text, _ := json.Marshal([]any{name, entry["operation"], entry["subresource"], entry["fieldsV1"]})
		kept = append(kept, string(text))
	}
	sort.Strings(kept)
	return kept
}

func mustProperties(t *testing.T, text string) resource.PropertyMap {
	t.Helper()
	var value map[string]any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return resource.NewPropertyMapFromMap(value)
}
