package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"golang.org/x/crypto/ssh"
)

// How long everything may take that is still sent or awaited after a cancel.
const goodbyeTime = 2 * time.Second

// As much input as a session takes before the command reads any of it, with OpenSSH's server and with this library. A command that
// leaves more than that unread fails with the official plugin, and so it does here.
const sessionWindow = 2 << 20

// runRemote runs a command on another machine.
func (s *server) runRemote(ctx context.Context, inputs resource.PropertyMap, call *invocation) error {
	link, err := s.connect(ctx, call.urn, inputs["connection"].ObjectValue())
	if err != nil {
		return notConnected{err}
	}
	defer link.Close()
	stopHurrying := context.AfterFunc(ctx, func() { link.endIn(goodbyeTime) })
	defer stopHurrying()
	session, err := link.client.NewSession()
	if err != nil {
		return notConnected{err}
	}
	defer session.Close()
	if err := s.setEnvironment(ctx, session, call); err != nil {
		return notConnected{err}
	}
	if call.stdin != "" {
		session.Stdin = strings.NewReader(call.stdin)
	}
	session.Stdout, session.Stderr = call.output.stdout, call.output.stderr

	// A closed connection alone does not end what runs on the other side.
	stopKilling := context.AfterFunc(ctx, func() {
		_ = session.Signal(ssh.SIGKILL)
		link.Close()
	})
	defer stopKilling()
	if err := session.Start(call.text); err != nil {
		return err
	}
	return outcome(session.Wait(), call.stdin)
}

// outcome is how a command ended. A command that succeeded before its input was sent succeeded.
func outcome(err error, stdin string) error {
	if errors.Is(err, io.EOF) && len(stdin) <= sessionWindow {
		return nil
	}
	return err
}

// setEnvironment sets the variables that the machine's SSH server accepts. Those that the user gave must be accepted.
func (s *server) setEnvironment(ctx context.Context, session *ssh.Session, call *invocation) error {
	for _, name := range slices.Sorted(maps.Keys(call.environment)) {
		if err := session.Setenv(name, call.environment[name]); err != nil {
			s.tellRefused(ctx, call.urn, pulumirpc.LogSeverity_ERROR, name)
			return fmt.Errorf("could not set environment variable %q: %w", name, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(call.previous)) {
		if err := session.Setenv(name, call.previous[name]); err != nil {
			s.tellRefused(ctx, call.urn, pulumirpc.LogSeverity_WARNING, name)
		}
	}
	return nil
}

func (s *server) tellRefused(ctx context.Context, urn string, severity pulumirpc.LogSeverity, name string) {
	text := fmt.Sprintf("The machine's SSH server does not accept the environment variable %s. Name it in the server's AcceptEnv, "+
		"or set it in the command's own text: \"%s=value command\".", name, name)
	// A message that cannot be shown changes nothing about the command.
	_ = s.Log(ctx, &pulumirpc.LogRequest{Severity: severity, Urn: urn, Message: text})
}
