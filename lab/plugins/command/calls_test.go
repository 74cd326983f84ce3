package main

import (
	"context"
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
	"meshwork.dev/lab/plugins/provider"
)

// Calls as an engine makes them, for tests.

// remoteCommand are the inputs of a command on the machine of a connection.
func remoteCommand(connection resource.PropertyMap, others map[string]any) resource.PropertyMap {
	inputs := resource.NewPropertyMapFromMap(others)
	inputs["connection"] = resource.MakeSecret(resource.NewProperty(connection))
	return inputs
}

func wire(t *testing.T, properties resource.PropertyMap) *structpb.Struct {
	t.Helper()
	encoded, err := encode(properties)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func unwire(t *testing.T, properties *structpb.Struct) resource.PropertyMap {
	t.Helper()
	decoded, err := decode(properties)
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

func tryCreate(
	ctx context.Context, t *testing.T, server *server, typeToken string, inputs resource.PropertyMap,
) (resource.PropertyMap, error) {
	t.Helper()
	response, err := server.Create(ctx, &pulumirpc.CreateRequest{
		Urn: "urn:test", Name: "name", Type: typeToken, Properties: wire(t, inputs),
	})
	if err != nil {
		return nil, err
	}
	return unwire(t, response.GetProperties()), nil
}

func create(t *testing.T, server *server, typeToken string, inputs resource.PropertyMap) resource.PropertyMap {
	t.Helper()
	state, err := tryCreate(t.Context(), t, server, typeToken, inputs)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// update updates a state to inputs that differ by some changes from those it was made from.
func update(
	t *testing.T, server *server, typeToken string, state resource.PropertyMap, changes map[string]any, preview bool,
) resource.PropertyMap {
	t.Helper()
	inputs := state.Copy()
	delete(inputs, stdoutKey)
	delete(inputs, stderrKey)
	maps.Copy(inputs, resource.NewPropertyMapFromMap(changes))
	response, err := server.Update(t.Context(), &pulumirpc.UpdateRequest{
		Urn: "urn:test", Type: typeToken, Olds: wire(t, state), News: wire(t, inputs), Preview: preview,
	})
	if err != nil {
		t.Fatal(err)
	}
	return unwire(t, response.GetProperties())
}

func destroy(t *testing.T, server *server, typeToken string, state resource.PropertyMap) {
	t.Helper()
	_, err := server.Delete(t.Context(), &pulumirpc.DeleteRequest{
		Urn: "urn:test", Type: typeToken, Properties: wire(t, state),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func wrote(t *testing.T, state resource.PropertyMap, stdout, stderr string) {
	t.Helper()
	if got := provider.TextOf(state, stdoutKey); got != stdout {
		t.Errorf("stdout is %q, expected %q", got, stdout)
	}
	if got := provider.TextOf(state, stderrKey); got != stderr {
		t.Errorf("stderr is %q, expected %q", got, stderr)
	}
}
