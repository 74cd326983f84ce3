package provider

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

// The checks of a plugin's table have passed when these are used: a value that is there has the right type.

// TextOf returns a text among properties; empty if it was left out or is not known.
func TextOf(properties resource.PropertyMap, name resource.PropertyKey) string {
	if value := properties[name]; value.IsString() {
		return value.StringValue()
	}
	return ""
}

// ListOf returns a list of texts among properties; empty if it was left out or is not known.
func ListOf(properties resource.PropertyMap, name resource.PropertyKey) []string {
	value := properties[name]
	if !value.IsArray() {
		return nil
	}
	var texts []string
	for _, element := range value.ArrayValue() {
		texts = append(texts, element.StringValue())
	}
	return texts
}
