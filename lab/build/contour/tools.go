//go:build tools

// Package tools names the program that the lab builds from Contour's module, so that go.mod holds what it needs.
package tools

import _ "github.com/projectcontour/contour/cmd/contour"
