// Package libopenapi takes the place of the library of that name in the lab's engine, where only `pulumi api` needs it: a
// command that describes and calls the REST API of Pulumi Cloud. The real one is 8 % of what the lab compiles. This one has
// the types that the engine is compiled against, and reads no document.
package libopenapi

import (
	"errors"

	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

var errLeftOut = errors.New(
	"the engine that meshwork's lab builds has no reader for OpenAPI: install the official pulumi for `pulumi api`")

// Document is an OpenAPI document, of which there is none here.
type Document interface {
	BuildV3Model() (*DocumentModel, error)
}

// DocumentModel holds what a document describes.
type DocumentModel struct {
	Model v3.Document
}

// NewDocument always fails, with an error that says what to do instead.
func NewDocument([]byte) (Document, error) {
	return nil, errLeftOut
}
