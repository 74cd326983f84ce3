package main

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
)

func TestRemoteCommandGetsItsInputs(t *testing.T) {
	machine := newSSHServer(t, "GREETING", "PULUMI_COMMAND_STDOUT")
	// More than any buffer on the way holds.
	long := strings.Repeat("0123456789abcdef", 1<<17)
	state := create(t, newServer(), remoteType, remoteCommand(machine.withPassword(), map[string]any{
		"create": `echo "$GREETING"; wc -c; echo oops >&2`, "stdin": long, "logging": "none",
		"environment": map[string]any{"GREETING": "hello"},
	}))
	wrote(t, state, "hello\n2097152", "oops")

	// The machine refuses the variable with what stderr was, which is no error.
	server := newServer()
	lines := listen(t, server)
	state = update(t, server, remoteType, state, map[string]any{
		"update": `cat; echo " before: $PULUMI_COMMAND_STDOUT$PULUMI_COMMAND_STDERR"`, "stdin": "short",
	}, false)
	wrote(t, state, "short before: hello\n2097152", "")
	if len(*lines) != 1 || !strings.HasPrefix((*lines)[0], "WARNING: ") || !strings.Contains((*lines)[0], "PULUMI_COMMAND_STDERR") {
		t.Errorf("shown were %q", *lines)
	}
}

func TestInputThatIsNotRead(t *testing.T) {
	machine := newSSHServer(t)
	// Whether such a command or its input is first is left to chance.
	for range 50 {
		create(t, newServer(), remoteType, remoteCommand(machine.withPassword(), map[string]any{"create": "true", "stdin": "x"}))
	}
	long := strings.Repeat("x", sessionWindow+1)
	if err := outcome(io.EOF, long); err != io.EOF {
		t.Errorf("long input: got %v", err)
	}
	failure := &ssh.ExitMissingError{}
	if err := outcome(failure, "x"); err != failure {
		t.Errorf("a failure: got %v", err)
	}
}

func TestVariableThatTheMachineRefuses(t *testing.T) {
	machine, server := newSSHServer(t), newServer()
	lines := listen(t, server)
	_, err := tryCreate(t.Context(), t, server, remoteType, remoteCommand(machine.withPassword(), map[string]any{
		"create": "touch ran", "environment": map[string]any{"GREETING": "s3cret"},
	}))
	if err == nil || err.Error() != `could not set environment variable "GREETING": ssh: setenv failed` {
		t.Errorf("got %v", err)
	}
	shown := strings.Join(*lines, "\n")
	if !strings.HasPrefix(shown, "ERROR: ") || !strings.Contains(shown, "GREETING") || strings.Contains(shown, "s3cret") {
		t.Errorf("shown was %q", shown)
	}
	listed := remoteCommand(machine.withPassword(), map[string]any{"create": "ls"})
	wrote(t, create(t, newServer(), remoteType, listed), "", "")
}

func TestWaysToLogIn(t *testing.T) {
	machine := newSSHServer(t)
	open, err := ssh.MarshalPrivateKey(machine.clientKey, "")
	if err != nil {
		t.Fatal(err)
	}
	locked, err := ssh.MarshalPrivateKeyWithPassphrase(machine.clientKey, "", []byte("open sesame"))
	if err != nil {
		t.Fatal(err)
	}
	lockedText := string(pem.EncodeToMemory(locked))
	for name, test := range map[string]struct {
		credentials map[string]any
		// A part of the error; empty if they let in.
		refusal string
	}{
		"key":                         {map[string]any{"privateKey": string(pem.EncodeToMemory(open))}, ""},
		"locked key":                  {map[string]any{"privateKey": lockedText, "privateKeyPassword": "open sesame"}, ""},
		"locked key, wrong password":  {map[string]any{"privateKey": lockedText, "privateKeyPassword": "open"}, "could not read privateKey"},
		"locked key without password": {map[string]any{"privateKey": lockedText}, "could not read privateKey"},
		"password":                    {map[string]any{"password": testPassword}, ""},
		"wrong password":              {map[string]any{"password": "let him in"}, "unable to authenticate"},
		"nothing":                     {nil, "unable to authenticate"},
	} {
		connection := machine.connection()
		for key, value := range resource.NewPropertyMapFromMap(test.credentials) {
			connection[key] = value
		}
		inputs := remoteCommand(connection, map[string]any{"create": "echo in"})
		state, err := tryCreate(t.Context(), t, newServer(), remoteType, inputs)
		switch {
		case test.refusal == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.refusal == "":
			wrote(t, state, "in", "")
		case err == nil || !strings.Contains(err.Error(), test.refusal):
			t.Errorf("%s: expected %q, got %v", name, test.refusal, err)
		}
	}
}

func TestHostKeys(t *testing.T) {
	machine, other := newSSHServer(t), newSSHServer(t)
	noKey := "could not read hostKey: ssh: no key found"
	for name, test := range map[string]struct{ hostKey, refusal string }{
		"of another machine": {other.hostKey, "after 0 failed attempts: ssh: handshake failed: ssh: host key mismatch"},
		"that is none":       {"ssh-ed25519 nonsense", noKey + "; last parsing error for ignored line: ssh: short read"},
		"that is empty":      {"", noKey},
	} {
		connection := machine.withPassword()
		connection["hostKey"] = resource.NewProperty(test.hostKey)
		inputs := remoteCommand(connection, map[string]any{"create": "true"})
		_, err := tryCreate(t.Context(), t, newServer(), remoteType, inputs)
		if err == nil || err.Error() != test.refusal {
			t.Errorf("host key %s: got %v", name, err)
		}
	}
	if logins := machine.logins.Load(); logins != 0 {
		t.Errorf("%d logins to a machine that was not trusted", logins)
	}

	connection := machine.withPassword()
	delete(connection, "hostKey")
	anyKey := remoteCommand(connection, map[string]any{"create": "echo in"})
	wrote(t, create(t, newServer(), remoteType, anyKey), "in", "")
}

func TestConnectionThroughABastion(t *testing.T) {
	machine, bastion := newSSHServer(t), newSSHServer(t)
	connection := machine.withPassword()
	connection["proxy"] = resource.NewProperty(bastion.withPassword())
	inputs := remoteCommand(connection, map[string]any{"create": "pwd"})
	wrote(t, create(t, newServer(), remoteType, inputs), machine.directory, "")
	if atBastion, atMachine := bastion.logins.Load(), machine.logins.Load(); atBastion != 1 || atMachine != 1 {
		t.Errorf("%d logins to the bastion, %d to the machine", atBastion, atMachine)
	}

	// Each hop's key is checked, and each time a connection of its own is tried.
	for name, breakIt := range map[string]func(connection, proxy resource.PropertyMap){
		"machine": func(connection, _ resource.PropertyMap) {
			connection["hostKey"] = resource.NewProperty(bastion.hostKey)
		},
		"bastion": func(_, proxy resource.PropertyMap) { proxy["hostKey"] = resource.NewProperty(machine.hostKey) },
	} {
		connection, proxy := machine.withPassword(), bastion.withPassword()
		connection["dialErrorLimit"], proxy["dialErrorLimit"] = resource.NewProperty(1.0), resource.NewProperty(1.0)
		breakIt(connection, proxy)
		connection["proxy"] = resource.NewProperty(proxy)
		inputs := remoteCommand(connection, map[string]any{"create": "true"})
		_, err := tryCreate(t.Context(), t, newServer(), remoteType, inputs)
		if err == nil || err.Error() != "proxy: after 1 failed attempts: ssh: handshake failed: ssh: host key mismatch" {
			t.Errorf("wrong key of the %s: got %v", name, err)
		}
	}
}

func TestRetries(t *testing.T) {
	for limit, shown := range map[int][]string{
		0:  nil,
		2:  {"Dial 1/2 failed: retrying", "Dial 2/2 failed: retrying"},
		-1: {"Dial 1/inf failed: retrying", "Dial 2/inf failed: retrying", "Dial 3/inf failed: retrying"},
	} {
		server := newServer()
		lines := listen(t, server)
		attempts := 0
		err := server.retry(t.Context(), "urn:test", "Dial", limit, func() error {
			if attempts++; attempts > 3 {
				return nil
			}
			return errors.New("nobody there")
		})
		if succeeded := err == nil; succeeded != (limit < 0) {
			t.Errorf("limit %d: %v", limit, err)
		}
		if got := strings.Join(*lines, "\n"); got != strings.Join(shown, "\n") {
			t.Errorf("limit %d: shown were %q", limit, got)
		}
	}

	ctx, cancel := context.WithCancel(t.Context())
	err := newServer().retry(ctx, "urn:test", "Dial", -1, func() error {
		cancel()
		return errors.New("nobody there")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after a cancel: %v", err)
	}
}
