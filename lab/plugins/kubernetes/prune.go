package main

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// prune keeps of a live object what its inputs have too. The server fills in much that no program wrote; only a change of
// what it wrote is drift.
func prune(live, inputs *unstructured.Unstructured) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: pruneMap(live.Object, inputs.Object)}
}

func pruneMap(live, shape map[string]any) map[string]any {
	kept := map[string]any{}
	for key, value := range live {
		if wanted, found := shape[key]; found {
			kept[key] = pruneValue(value, wanted)
		}
	}
	return kept
}

func pruneValue(live, shape any) any {
	switch live := live.(type) {
	case map[string]any:
		if shape, ok := shape.(map[string]any); ok {
			return pruneMap(live, shape)
		}
	case []any:
		if shape, ok := shape.([]any); ok {
			return pruneSlice(live, shape)
		}
	}
	return live
}

// pruneSlice keeps elements that the inputs do not have whole: something added them.
func pruneSlice(live, shape []any) []any {
	kept := make([]any, len(live))
	for i, value := range live {
		if i < len(shape) {
			value = pruneValue(value, shape[i])
		}
		kept[i] = value
	}
	return kept
}
