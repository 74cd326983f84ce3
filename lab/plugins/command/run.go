package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

// invocation is one run of a command.
type invocation struct {
	// URN of the resource, under which the user is shown what happens.
	urn string
	// Text of the command.
	text  string
	stdin string
	// Variables that the user gave.
	environment map[string]string
	// Variables with the output of the run before.
	previous map[string]string
	output   *output
}

// notConnected is an error before anything ran. The command's text says nothing about it.
type notConnected struct{ error }

// request is a call that may run a command.
type request interface {
	GetType() string
	GetUrn() string
}

// run runs the first of the named commands that is given, and returns its output. Without one it does nothing and returns the
// output of the run before.
func (s *server) run(
	ctx context.Context, about request, inputs resource.PropertyMap, before written, names ...resource.PropertyKey,
) (written, error) {
	for _, name := range names {
		if command, given := inputs[name]; given && command.IsString() {
			return s.runText(ctx, about, inputs, before, command.StringValue())
		}
	}
	return before, nil
}

func (s *server) runText(
	ctx context.Context, about request, inputs resource.PropertyMap, before written, text string,
) (written, error) {
	ctx, free := s.cancellable(ctx)
	defer free()
	call := &invocation{
		urn: about.GetUrn(), text: text, stdin: provider.TextOf(inputs, "stdin"), environment: mapOf(inputs, "environment"),
		output: newOutput(provider.TextOf(inputs, "logging"), func(line string) { s.show(ctx, about.GetUrn(), line) }),
	}
	if !isFalse(inputs, "addPreviousOutputInEnv") {
		call.previous = before.environment()
	}
	run := s.runLocal
	if provider.ResourceType(about) == remoteType {
		run = s.runRemote
	}
	err := run(ctx, inputs, call)
	call.output.flush()
	var unconnected notConnected
	switch {
	case err == nil:
		return call.output.written(), nil
	case ctx.Err() != nil:
		err = errors.New("cancelled")
	case errors.As(err, &unconnected):
		return written{}, unconnected.error
	}
	// The words of the official plugin: a program that has a secret must keep it out of the command's text and output.
	return written{}, fmt.Errorf("%w: running %q:\n%s", err, text, call.output.all())
}
