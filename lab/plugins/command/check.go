package main

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"meshwork.dev/lab/plugins/provider"
)

// Check tells what is wrong with the inputs of a command. It adds the defaults of its connection and marks the secrets there,
// so that both are in the state.
func (s *server) Check(ctx context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	response, err := s.Server.Check(ctx, request)
	if err != nil || len(response.GetFailures()) > 0 {
		return response, err
	}
	found, err := s.Find(request)
	if err != nil {
		return nil, err
	}
	inputs, err := decode(request.GetNews())
	if err != nil {
		return nil, err
	}
	response.Inputs, err = encode(complete(found.Inputs, inputs))
	return response, err
}

// complete adds the defaults of inputs that were left out and marks those that are secret.
func complete(properties map[string]provider.Property, inputs resource.PropertyMap) resource.PropertyMap {
	completed := inputs.Copy()
	for name, property := range properties {
		key := resource.PropertyKey(name)
		value, given := inputs[key]
		switch {
		case !given && property.Default != nil:
			completed[key] = resource.NewPropertyValue(property.Default)
		case given:
			value = completeFields(property.Fields, value)
			if property.Secret && !value.IsSecret() {
				value = resource.MakeSecret(value)
			}
			completed[key] = value
		}
	}
	return completed
}

// completeFields completes an object. Anything else, an object that is not known yet among it, is left as it is.
func completeFields(fields map[string]provider.Property, value resource.PropertyValue) resource.PropertyValue {
	switch {
	case value.IsSecret():
		return resource.MakeSecret(completeFields(fields, value.SecretValue().Element))
	case value.IsObject() && fields != nil:
		return resource.NewProperty(complete(fields, value.ObjectValue()))
	default:
		return value
	}
}
