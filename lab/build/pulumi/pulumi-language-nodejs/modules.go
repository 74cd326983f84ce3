package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// Node looks for modules in the `node_modules` of a directory and of every directory above it; so does this.
func moduleDirectories(program string) []string {
	var found []string
	for directory := filepath.Clean(program); ; directory = filepath.Dir(directory) {
		candidate := filepath.Join(directory, "node_modules")
		if info, err := os.Stat(candidate); err == nil && info.IsDir() {
			found = append(found, candidate)
		}
		if directory == filepath.Dir(directory) {
			return found
		}
	}
}

// locateRunEntry finds the script of the program's SDK that runs programs. Asking node for it, as the official host
// does, costs a start of node.
func locateRunEntry(program string) (string, error) {
	if override := os.Getenv("PULUMI_LANGUAGE_NODEJS_RUN_PATH"); override != "" {
		return override, nil
	}
	for _, modules := range moduleDirectories(program) {
		entry := filepath.Join(modules, "@pulumi", "pulumi", "cmd", "run", "index.js")
		if _, err := os.Stat(entry); err == nil {
			// Node takes a module's real path as its identity: with a symbolic link in it the SDK would load twice.
			return filepath.EvalSymlinks(entry)
		}
	}
	return "", fmt.Errorf("the Pulumi SDK is not installed: there is no node_modules/@pulumi/pulumi in %s or above it. "+
		"Run npm ci there", program)
}
