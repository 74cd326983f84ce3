//go:build tools

// Package tools names the program that the lab builds from the engine's module, so that go.mod holds what it needs.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
