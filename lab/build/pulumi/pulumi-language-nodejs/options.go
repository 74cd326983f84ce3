package main

import (
	"fmt"

	"github.com/google/shlex"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// runtimeOptions are what Pulumi.yaml says under `runtime.options`.
type runtimeOptions struct {
	// Whether TypeScript is compiled while the program is loaded.
	typescript bool
	// A tsconfig.json elsewhere than beside the program.
	tsconfig string
	// Arguments for node itself.
	nodeArgs []string
}

func parseOptions(info *pulumirpc.ProgramInfo) (runtimeOptions, error) {
	options := runtimeOptions{typescript: true}
	given := info.GetOptions().AsMap()

	if value, ok := given["typescript"]; ok {
		typescript, ok := value.(bool)
		if !ok {
			return options, fmt.Errorf("runtime option typescript in Pulumi.yaml must be true or false, got %v", value)
		}
		options.typescript = typescript
	}
	tsconfig, err := stringOption(given, "tsconfig")
	if err != nil {
		return options, err
	}
	options.tsconfig = tsconfig

	nodeArgs, err := stringOption(given, "nodeargs")
	if err != nil {
		return options, err
	}
	if options.nodeArgs, err = shlex.Split(nodeArgs); err != nil {
		return options, fmt.Errorf("runtime option nodeargs in Pulumi.yaml cannot be split into arguments: %w", err)
	}

	manager, err := stringOption(given, "packagemanager")
	if err != nil {
		return options, err
	}
	if manager != "" && manager != "auto" && manager != "npm" {
		return options, fmt.Errorf(
			"runtime option packagemanager: %q is not implemented by the lab's language host, only npm is", manager)
	}
	return options, nil
}

func stringOption(given map[string]any, name string) (string, error) {
	value, ok := given[name]
	if !ok {
		return "", nil
	}
	text, ok := value.(string)
	if !ok {
		return "", fmt.Errorf("runtime option %s in Pulumi.yaml must be a string, got %v", name, value)
	}
	return text, nil
}
