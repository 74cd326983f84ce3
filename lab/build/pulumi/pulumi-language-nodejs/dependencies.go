package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// InstallDependencies installs what the program's package.json asks for: exactly what the lock file says if there is one.
func (h *languageHost) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, server pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	if _, err := parseOptions(request.GetInfo()); err != nil {
		return err
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("could not find npm on the PATH: %w", err)
	}
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(server, request.GetIsTerminal())
	if err != nil {
		return err
	}
	defer closer.Close()

	program := request.GetInfo().GetProgramDirectory()
	action := "install"
	if _, err := os.Stat(filepath.Join(program, "package-lock.json")); err == nil {
		action = "ci"
	}
	fmt.Fprintf(stdout, "Installing dependencies (npm %s)...\n\n", action)
	command := exec.CommandContext(server.Context(), npm, action, "--loglevel=error")
	command.Dir = program
	command.Stdout, command.Stderr = stdout, stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("npm %s in %s: %w", action, program, err)
	}
	fmt.Fprint(stdout, "Finished installing dependencies\n\n")
	return closer.Close()
}

// packageLock is what of a package-lock.json (of npm 7 or later) tells what is installed.
type packageLock struct {
	Packages map[string]struct {
		Version         string            `json:"version"`
		Dependencies    map[string]string `json:"dependencies"`
		DevDependencies map[string]string `json:"devDependencies"`
	} `json:"packages"`
}

// GetProgramDependencies lists the program's packages as the lock file has them, for `pulumi about`.
func (h *languageHost) GetProgramDependencies(
	_ context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	dependencies, err := lockedDependencies(
		request.GetInfo().GetProgramDirectory(), request.GetTransitiveDependencies())
	if err != nil {
		return nil, err
	}
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: dependencies}, nil
}

func lockedDependencies(program string, transitive bool) ([]*pulumirpc.DependencyInfo, error) {
	path := filepath.Join(program, "package-lock.json")
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the program's dependencies are read from its package-lock.json: %w", err)
	}
	var lock packageLock
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	const prefix = "node_modules/"
	root := lock.Packages[""]
	var dependencies []*pulumirpc.DependencyInfo
	for location, locked := range lock.Packages {
		at := strings.LastIndex(location, prefix)
		if at < 0 {
			continue
		}
		name := location[at+len(prefix):]
		if !transitive {
			_, direct := root.Dependencies[name]
			_, directForDevelopment := root.DevDependencies[name]
			if at > 0 || !direct && !directForDevelopment {
				continue
			}
		}
		dependencies = append(dependencies, &pulumirpc.DependencyInfo{Name: name, Version: locked.Version})
	}
	slices.SortFunc(dependencies, func(a, b *pulumirpc.DependencyInfo) int {
		return strings.Compare(a.Name+"@"+a.Version, b.Name+"@"+b.Version)
	})
	return dependencies, nil
}
