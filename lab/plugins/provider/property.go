package provider

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Kind is the type of an input.
type Kind string

// The kinds of inputs. Lists and maps are those of strings, unless the elements can be anything.
const (
	String Kind = "string"
	Number Kind = "number"
	Bool   Kind = "boolean"
	List   Kind = "list"
	// AnyList is a list whose elements can be anything.
	AnyList Kind = "list of any values"
	Map     Kind = "map"
	Object  Kind = "object"
)

// Property is an input of a resource. A change of it replaces the resource unless it says otherwise.
type Property struct {
	Kind     Kind
	Required bool
	// Secret inputs are marked as such wherever they go.
	Secret bool
	// Default is what an input that was left out counts as. It goes to the outputs, as with the official plugins.
	Default any
	// Computed inputs, left out, are for the plugin to decide: leaving one out later is no change.
	Computed bool
	// UpdatesInPlace inputs change without a replacement.
	UpdatesInPlace bool
	// Values that a string, or each string of a list, can have. Empty: any.
	Values []string
	// The least value of a number.
	Minimum float64
	// Fields of an object.
	Fields map[string]Property
}

// Failure is what is wrong with one input.
type Failure struct {
	// Path of the input, for example `allowedUses[1]`.
	Path string
	// Reason says what was found and what is allowed.
	Reason string
}

// check tells what is wrong with a value, with its path. An unknown value is right as far as anybody can tell.
func (p Property) check(path string, value resource.PropertyValue) []Failure {
	if value.IsComputed() || value.IsOutput() {
		return nil
	}
	wrongKind := []Failure{{path, fmt.Sprintf("must be a %s, got a %s", p.Kind, value.TypeString())}}
	switch p.Kind {
	case String:
		if !value.IsString() {
			return wrongKind
		}
		if len(p.Values) > 0 && !slices.Contains(p.Values, value.StringValue()) {
			return []Failure{{path, fmt.Sprintf("%q is not one of %s", value.StringValue(), strings.Join(p.Values, ", "))}}
		}
	case Number:
		if !value.IsNumber() {
			return wrongKind
		}
		if number := value.NumberValue(); number != math.Trunc(number) || number < p.Minimum {
			return []Failure{{path, fmt.Sprintf("must be a whole number of at least %v, got %v", p.Minimum, number)}}
		}
	case Bool:
		if !value.IsBool() {
			return wrongKind
		}
	case List:
		if !value.IsArray() {
			return wrongKind
		}
		var failures []Failure
		for index, element := range value.ArrayValue() {
			item := Property{Kind: String, Values: p.Values}
			failures = append(failures, item.check(fmt.Sprintf("%s[%d]", path, index), element)...)
		}
		return failures
	case AnyList:
		if !value.IsArray() {
			return wrongKind
		}
	case Map:
		if !value.IsObject() {
			return wrongKind
		}
		var failures []Failure
		for _, key := range value.ObjectValue().StableKeys() {
			element := value.ObjectValue()[key]
			failures = append(failures, Property{Kind: String}.check(path+"."+string(key), element)...)
		}
		return failures
	case Object:
		if !value.IsObject() {
			return wrongKind
		}
		return checkInputs(p.Fields, value.ObjectValue(), path+".")
	}
	return nil
}

// checkInputs tells what is wrong with a set of inputs. Names that are not implemented are refused: an option that is
// silently left out would make the lab differ from what users get.
func checkInputs(properties map[string]Property, inputs resource.PropertyMap, prefix string) []Failure {
	var failures []Failure
	for _, key := range inputs.StableKeys() {
		property, known := properties[string(key)]
		switch {
		case resource.IsInternalPropertyKey(key):
		case !known:
			failures = append(failures, Failure{prefix + string(key), "is not implemented by the lab's stand-in plugin"})
		default:
			failures = append(failures, property.check(prefix+string(key), inputs[key])...)
		}
	}
	for _, name := range sortedKeys(properties) {
		if _, given := inputs[resource.PropertyKey(name)]; properties[name].Required && !given {
			failures = append(failures, Failure{prefix + name, "is required"})
		}
	}
	return failures
}

func sortedKeys[V any](values map[string]V) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
