package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

func randomID() provider.Resource {
	return provider.Resource{
		Inputs: map[string]provider.Property{
			"byteLength": {Kind: provider.Number, Required: true, Minimum: 1},
			"keepers":    {Kind: provider.Map},
			"prefix":     {Kind: provider.String},
		},
		Outputs: []string{"b64Std", "b64Url", "dec", "hex"},
		Create:  createID,
	}
}

func createID(planned resource.PropertyMap) (string, resource.PropertyMap, error) {
	bytes := make([]byte, int(planned["byteLength"].NumberValue()))
	if _, err := rand.Read(bytes); err != nil {
		return "", nil, fmt.Errorf("could not read random bytes: %w", err)
	}
	prefix := ""
	if given, ok := planned["prefix"]; ok {
		prefix = given.StringValue()
	}
	// The prefix is part of every form, but not of the resource's ID.
	id := base64.RawURLEncoding.EncodeToString(bytes)
	return id, resource.PropertyMap{
		"b64Std": resource.NewProperty(prefix + base64.StdEncoding.EncodeToString(bytes)),
		"b64Url": resource.NewProperty(prefix + id),
		"dec":    resource.NewProperty(prefix + new(big.Int).SetBytes(bytes).String()),
		"hex":    resource.NewProperty(prefix + hex.EncodeToString(bytes)),
	}, nil
}
