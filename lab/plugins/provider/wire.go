package provider

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// fromWire decodes properties. Secrets lose their mark: which properties are secret is known from the resource's table.
func fromWire(properties *structpb.Struct) (resource.PropertyMap, error) {
	return plugin.UnmarshalProperties(properties, plugin.MarshalOptions{KeepUnknowns: true, SkipNulls: true})
}

func toWire(properties resource.PropertyMap) (*structpb.Struct, error) {
	return plugin.MarshalProperties(properties, plugin.MarshalOptions{
		KeepUnknowns: true, KeepSecrets: true, SkipNulls: true,
	})
}

// wireFailures puts the path into the text. Where a failure names its property, the engine prints the property's value
// beside it, which may be a secret.
func wireFailures(failures []Failure) []*pulumirpc.CheckFailure {
	var wire []*pulumirpc.CheckFailure
	for _, failure := range failures {
		wire = append(wire, &pulumirpc.CheckFailure{Reason: failure.Path + " " + failure.Reason})
	}
	return wire
}
