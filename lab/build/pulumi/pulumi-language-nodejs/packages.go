package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// packageManifest is what of a package.json tells about a plugin.
type packageManifest struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Pulumi  struct {
		Resource         bool   `json:"resource"`
		Name             string `json:"name"`
		Version          string `json:"version"`
		Server           string `json:"server"`
		Parameterization *struct {
			Name    string `json:"name"`
			Version string `json:"version"`
			Value   string `json:"value"`
		} `json:"parameterization"`
	} `json:"pulumi"`
}

// GetRequiredPackages tells the engine which plugins, in which versions, the installed packages want.
func (h *languageHost) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	packages, err := requiredPackages(request.GetInfo().GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	return &pulumirpc.GetRequiredPackagesResponse{Packages: packages}, nil
}

// requiredPackages reads the manifest of every installed package that the program could load.
func requiredPackages(program string) ([]*pulumirpc.PackageDependency, error) {
	var required []*pulumirpc.PackageDependency
	seen := map[string]bool{}
	visit := func(path string) error {
		manifest, err := readManifest(path)
		if err != nil || !manifest.Pulumi.Resource {
			return err
		}
		dependency, err := manifest.dependency()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if key := dependency.String(); !seen[key] {
			seen[key] = true
			required = append(required, dependency)
		}
		return nil
	}
	for _, modules := range moduleDirectories(program) {
		if err := visitPackages(modules, visit); err != nil {
			return nil, err
		}
	}
	return required, nil
}

// visitPackages calls visit with the package.json of each package in a node_modules directory, those within packages
// included. Directories inside a package are left out: they are its own files, thousands in all.
func visitPackages(modules string, visit func(manifest string) error) error {
	entries, err := os.ReadDir(modules)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(modules, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."), !entry.IsDir() && entry.Type()&fs.ModeSymlink == 0:
			continue
		case strings.HasPrefix(entry.Name(), "@"):
			if err := visitPackages(path, visit); err != nil {
				return err
			}
			continue
		}
		if err := visit(filepath.Join(path, "package.json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		// A linked package's own dependencies are its author's; following links could also run in circles.
		if entry.IsDir() {
			if err := visitPackages(filepath.Join(path, "node_modules"), visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// readManifest leaves out manifests that are no valid package.json: packages carry such files as test data.
func readManifest(path string) (packageManifest, error) {
	var manifest packageManifest
	text, err := os.ReadFile(path)
	if err != nil {
		return manifest, err
	}
	if json.Unmarshal(text, &manifest) != nil {
		return packageManifest{}, nil
	}
	return manifest, nil
}

// dependency names the plugin of a package. What the manifest leaves out follows from the package's own name and version.
func (m packageManifest) dependency() (*pulumirpc.PackageDependency, error) {
	name := m.Pulumi.Name
	if name == "" {
		name = strings.TrimPrefix(strings.TrimPrefix(m.Name, "@pulumi/"), "@")
	}
	version := m.Pulumi.Version
	if version == "" {
		version = m.Version
	}
	if name == "" || version == "" {
		return nil, errors.New(`a package with "pulumi": {"resource": true} needs a name and a version`)
	}
	if !strings.HasPrefix(version, "v") {
		version = "v" + version
	}
	dependency := &pulumirpc.PackageDependency{Name: name, Kind: "resource", Version: version, Server: m.Pulumi.Server}
	if parameter := m.Pulumi.Parameterization; parameter != nil {
		value, err := base64.StdEncoding.DecodeString(parameter.Value)
		if err != nil {
			return nil, fmt.Errorf("the value of its parameterization is not base64: %w", err)
		}
		dependency.Parameterization = &pulumirpc.PackageParameterization{
			Name: parameter.Name, Version: parameter.Version, Value: value,
		}
	}
	return dependency, nil
}
