// Package v3 has the types of OpenAPI's version 3.
package v3

import (
	"go.yaml.in/yaml/v4"

	"github.com/pb33f/libopenapi/datamodel/high/base"
	"github.com/pb33f/libopenapi/orderedmap"
)

// Document is all that a document describes.
type Document struct {
	Info       *base.Info
	Paths      *Paths
	Components *Components
}

// Components are what other parts of a document refer to.
type Components struct {
	Schemas *orderedmap.Map[string, *base.SchemaProxy]
}

// Paths are the paths of an API.
type Paths struct {
	PathItems *orderedmap.Map[string, *PathItem]
}

// PathItem is one path.
type PathItem struct {
	Get, Post, Put, Delete, Patch, Head *Operation
}

// Operation is a method of a path.
type Operation struct {
	OperationId          string
	Summary, Description string
	Tags                 []string
	Deprecated           *bool
	Parameters           []*Parameter
	RequestBody          *RequestBody
	Responses            *Responses
	Extensions           *orderedmap.Map[string, *yaml.Node]
}

// Parameter is a parameter of an operation.
type Parameter struct {
	Name, In, Description string
	Required              *bool
	Schema                *base.SchemaProxy
}

// RequestBody is what an operation takes.
type RequestBody struct {
	Content *orderedmap.Map[string, *MediaType]
}

// Responses are what an operation answers.
type Responses struct {
	Codes   *orderedmap.Map[string, *Response]
	Default *Response
}

// Response is one answer.
type Response struct {
	Description string
	Content     *orderedmap.Map[string, *MediaType]
}

// MediaType is a body in one format.
type MediaType struct {
	Schema *base.SchemaProxy
}
