package main

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// differences collects what changes between two objects, as property paths with the kind of change.
type differences struct {
	forceNew [][]string
	kinds    map[string]*pulumirpc.PropertyDiff
}

func (d *differences) compareMaps(path []any, before, after map[string]any) {
	for key, new := range after {
		old, found := before[key]
		d.compareValue(append(path[:len(path):len(path)], key), old, found, new)
	}
	for key := range before {
		if _, kept := after[key]; !kept {
			d.record(append(path[:len(path):len(path)], key), pulumirpc.PropertyDiff_DELETE, nil)
		}
	}
}

func (d *differences) compareSlices(path []any, before, after []any) {
	for i, new := range after {
		var old any
		if i < len(before) {
			old = before[i]
		}
		d.compareValue(append(path[:len(path):len(path)], i), old, i < len(before), new)
	}
	for i := len(after); i < len(before); i++ {
		d.record(append(path[:len(path):len(path)], i), pulumirpc.PropertyDiff_DELETE, nil)
	}
}

func (d *differences) compareValue(path []any, old any, found bool, new any) {
	if !found {
		d.record(path, pulumirpc.PropertyDiff_ADD, new)
		return
	}
	switch new := new.(type) {
	case map[string]any:
		if old, ok := old.(map[string]any); ok {
			d.compareMaps(path, old, new)
			return
		}
	case []any:
		if old, ok := old.([]any); ok {
			d.compareSlices(path, old, new)
			return
		}
	case resource.Computed:
	default:
		if reflect.DeepEqual(old, new) || equalNumbers(old, new) {
			return
		}
	}
	d.record(path, pulumirpc.PropertyDiff_UPDATE, new)
}

// equalNumbers compares numbers whatever Go type they came in: the engine knows floats only, Go types have integers.
func equalNumbers(a, b any) bool {
	x, isNumber := number(a)
	y, alsoNumber := number(b)
	return isNumber && alsoNumber && x == y
}

func number(value any) (float64, bool) {
	switch value := value.(type) {
	case int64:
		return float64(value), true
	case float64:
		return value, true
	}
	return 0, false
}

var replacing = map[pulumirpc.PropertyDiff_Kind]pulumirpc.PropertyDiff_Kind{
	pulumirpc.PropertyDiff_ADD:    pulumirpc.PropertyDiff_ADD_REPLACE,
	pulumirpc.PropertyDiff_DELETE: pulumirpc.PropertyDiff_DELETE_REPLACE,
	pulumirpc.PropertyDiff_UPDATE: pulumirpc.PropertyDiff_UPDATE_REPLACE,
}

func (d *differences) record(path []any, kind pulumirpc.PropertyDiff_Kind, new any) {
	inputs := kind == pulumirpc.PropertyDiff_DELETE
	if d.forces(path, new) {
		kind = replacing[kind]
	}
	d.kinds[propertyPath(path)] = &pulumirpc.PropertyDiff{Kind: kind, InputDiff: inputs}
}

// forces tells whether a change at a path touches a property that only a new object can have: the path lies at or below
// it, or the new value reaches down to it.
func (d *differences) forces(path []any, new any) bool {
	for _, forcing := range d.forceNew {
		if len(path) >= len(forcing) && matches(path[:len(forcing)], forcing) {
			return true
		}
		if len(path) < len(forcing) && matches(path, forcing[:len(path)]) && reaches(new, forcing[len(path):]) {
			return true
		}
	}
	return false
}

func matches(path []any, pattern []string) bool {
	for i, element := range path {
		if _, isIndex := element.(int); isIndex && pattern[i] == "*" {
			continue
		}
		if element != any(pattern[i]) {
			return false
		}
	}
	return true
}

func reaches(value any, pattern []string) bool {
	if len(pattern) == 0 {
		return true
	}
	switch value := value.(type) {
	case map[string]any:
		element, found := value[pattern[0]]
		return found && reaches(element, pattern[1:])
	case []any:
		for _, element := range value {
			if pattern[0] == "*" && reaches(element, pattern[1:]) {
				return true
			}
		}
	}
	return false
}

// propertyPath writes a path the way the engine reads it.
func propertyPath(path []any) string {
	var text strings.Builder
	for _, element := range path {
		switch element := element.(type) {
		case int:
			fmt.Fprintf(&text, "[%d]", element)
		case string:
			switch {
			case strings.ContainsAny(element, `."[]`):
				fmt.Fprintf(&text, `["%s"]`, strings.ReplaceAll(element, `"`, `\"`))
			case text.Len() > 0:
				text.WriteString("." + element)
			default:
				text.WriteString(element)
			}
		}
	}
	return text.String()
}
