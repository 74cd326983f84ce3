package main

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

// The checks of the plugin's table have passed when these are used: a value that is there has the right type.

func numberOf(properties resource.PropertyMap, name resource.PropertyKey) int {
	if value := properties[name]; value.IsNumber() {
		return int(value.NumberValue())
	}
	return 0
}

func mapOf(properties resource.PropertyMap, name resource.PropertyKey) map[string]string {
	texts := map[string]string{}
	if value := properties[name]; value.IsObject() {
		for key, element := range value.ObjectValue() {
			texts[string(key)] = element.StringValue()
		}
	}
	return texts
}

// isFalse tells whether a flag that counts as true when it is left out was turned off.
func isFalse(properties resource.PropertyMap, name resource.PropertyKey) bool {
	value := properties[name]
	return value.IsBool() && !value.BoolValue()
}
