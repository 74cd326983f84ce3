package main

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

// The checks of the plugin's table have passed when these are used: a value that is there has the right type.

func flagOf(properties resource.PropertyMap, name resource.PropertyKey) bool {
	value := properties[name]
	return value.IsBool() && value.BoolValue()
}

// numberOf returns false when the number is not known or was left out.
func numberOf(properties resource.PropertyMap, name resource.PropertyKey) (int, bool) {
	if value := properties[name]; value.IsNumber() {
		return int(value.NumberValue()), true
	}
	return 0, false
}
