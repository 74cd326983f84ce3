package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"google.golang.org/protobuf/types/known/structpb"
	"meshwork.dev/lab/plugins/provider"
)

// written is what a command wrote, each without the line break at its end.
type written struct{ stdout, stderr string }

// writtenBefore reads from a state what the command wrote that made it.
func writtenBefore(state *structpb.Struct) (written, error) {
	properties, err := decodePlain(state)
	return written{stdout: provider.TextOf(properties, stdoutKey), stderr: provider.TextOf(properties, stderrKey)}, err
}

func (w written) outputs() resource.PropertyMap {
	return resource.PropertyMap{stdoutKey: resource.NewProperty(w.stdout), stderrKey: resource.NewProperty(w.stderr)}
}

// environment tells the next command what this one wrote. Empty texts are left out.
func (w written) environment() map[string]string {
	variables := map[string]string{}
	if w.stdout != "" {
		variables["PULUMI_COMMAND_STDOUT"] = w.stdout
	}
	if w.stderr != "" {
		variables["PULUMI_COMMAND_STDERR"] = w.stderr
	}
	return variables
}

func unknownOutputs() resource.PropertyMap {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	return resource.PropertyMap{stdoutKey: unknown, stderrKey: unknown}
}
