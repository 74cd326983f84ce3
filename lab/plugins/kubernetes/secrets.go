package main

import (
	"encoding/base64"
	"errors"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// copySecretness marks in outs what ins marks secret. Where both are objects only the secret members are marked; an array
// with one secret element becomes secret as a whole, because the server may reorder it. Data of a Secret always is.
func copySecretness(outs, ins resource.PropertyMap) {
	if outs == nil {
		return
	}
	if kind := outs["kind"]; kind.IsString() && kind.StringValue() == "Secret" {
		for _, key := range []resource.PropertyKey{"data", "stringData"} {
			if value, found := outs[key]; found && !value.IsSecret() {
				outs[key] = resource.MakeSecret(value)
			}
		}
		return
	}
	for key, in := range ins {
		out, found := outs[key]
		switch {
		case !found:
		case out.IsObject() && in.IsObject():
			copySecretness(out.ObjectValue(), in.ObjectValue())
		case !out.IsSecret() && in.ContainsSecrets():
			outs[key] = resource.MakeSecret(out)
		}
	}
}

// redact removes every secret value of the given properties from an error's text: API servers quote what they refuse. The
// error's class is kept, since callers still ask for it.
func redact(err error, properties ...resource.PropertyMap) error {
	if err == nil {
		return nil
	}
	found := map[string]bool{}
	for _, each := range properties {
		collectSecrets(resource.NewObjectProperty(each), false, found)
	}
	values := make([]string, 0, len(found))
	for value := range found {
		values = append(values, value)
	}
	// A longer value may hold a shorter one.
	sort.Slice(values, func(i, j int) bool { return len(values[i]) > len(values[j]) })
	text := err.Error()
	for _, value := range values {
		text = strings.ReplaceAll(text, value, "[secret]")
	}
	if text == err.Error() {
		return err
	}
	return &redactedError{text: text, cause: err}
}

// shortestSecret is the length below which a value is too common in ordinary text to be replaced.
const shortestSecret = 4

func collectSecrets(value resource.PropertyValue, inside bool, found map[string]bool) {
	switch {
	case value.IsSecret():
		collectSecrets(value.SecretValue().Element, true, found)
	case value.IsObject():
		for _, element := range value.ObjectValue() {
			collectSecrets(element, inside, found)
		}
	case value.IsArray():
		for _, element := range value.ArrayValue() {
			collectSecrets(element, inside, found)
		}
	case inside && value.IsString() && len(value.StringValue()) >= shortestSecret:
		found[value.StringValue()] = true
		if plain, err := base64.StdEncoding.DecodeString(value.StringValue()); err == nil && len(plain) >= shortestSecret {
			found[string(plain)] = true
		}
	}
}

type redactedError struct {
	text  string
	cause error
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Is(target error) bool { return errors.Is(e.cause, target) }
func (e *redactedError) As(target any) bool   { return errors.As(e.cause, target) }
