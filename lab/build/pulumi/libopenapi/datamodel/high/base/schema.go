// Package base has the types that all versions of OpenAPI share.
package base

import (
	"errors"

	"go.yaml.in/yaml/v4"

	"github.com/pb33f/libopenapi/orderedmap"
)

// Info is about the document itself.
type Info struct {
	Version string
}

// Schema describes a value.
type Schema struct {
	Type                         []string
	Description, Format, Pattern string
	Nullable, ReadOnly           *bool
	MinLength, MaxLength         *int64
	Minimum, Maximum, MultipleOf *float64
	Default                      *yaml.Node
	Enum                         []*yaml.Node
	AllOf, OneOf, AnyOf          []*SchemaProxy
	Items, AdditionalProperties  *SchemaOrBool
	Properties                   *orderedmap.Map[string, *SchemaProxy]
	Required                     []string
	Discriminator                *Discriminator
	Extensions                   *orderedmap.Map[string, *yaml.Node]
}

// GoLow is nil: there is no document that this schema was read from.
func (*Schema) GoLow() *LowSchema {
	return nil
}

// MarshalJSONInline always fails.
func (*Schema) MarshalJSONInline() ([]byte, error) {
	return nil, errors.New("there is no OpenAPI document to take schemas from")
}

// LowSchema is a schema as it stands in a document.
type LowSchema struct{}

// Hash is the same for all.
func (*LowSchema) Hash() uint64 {
	return 0
}

// SchemaProxy refers to a schema.
type SchemaProxy struct{}

// Schema finds nothing.
func (*SchemaProxy) Schema() *Schema {
	return nil
}

// SchemaOrBool is either a schema (A) or a truth value (B).
type SchemaOrBool struct {
	A *SchemaProxy
	B bool
}

// IsA tells whether it is a schema.
func (*SchemaOrBool) IsA() bool {
	return true
}

// Discriminator says which schema a value has.
type Discriminator struct {
	PropertyName string
	Mapping      *orderedmap.Map[string, string]
}
