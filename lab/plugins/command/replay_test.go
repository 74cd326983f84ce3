package main

import (
	"context"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"
	"meshwork.dev/lab/plugins/provider/replay"
)

// The recorded machine. A server of the test answers at its address.
const recordedAddress = "10.200.0.50:22"

func TestAnswersAsTheOfficialPluginWasRecorded(t *testing.T) {
	machine, other := newSSHServer(t), newSSHServer(t)
	server := newServer()
	server.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address != recordedAddress {
			t.Errorf("dialed %s", address)
		}
		return (&net.Dialer{}).DialContext(ctx, network, machine.address)
	}
	block, err := ssh.MarshalPrivateKey(machine.clientKey, "")
	if err != nil {
		t.Fatal(err)
	}
	usable := map[string]string{
		"<OPENSSH PRIVATE KEY>\n":     string(pem.EncodeToMemory(block)),
		"ssh-ed25519 <ssh key>":       machine.hostKey,
		"ssh-ed25519 <other ssh key>": other.hostKey,
	}
	prepare := func(text string) string {
		if material, ok := usable[text]; ok {
			return material
		}
		return text
	}
	made := map[string]bool{"id": true, "hostKey": true}
	for _, call := range replay.Read(t, "../testdata/command", "command") {
		t.Run(call.Where+" "+call.Method, func(t *testing.T) { replay.Check(t, server, call, prepare, made) })
	}
}

func TestRecordedCommandsLeaveTheirTraces(t *testing.T) {
	machine := newSSHServer(t)
	trace := filepath.Join(machine.directory, "rec")
	inputs := remoteCommand(machine.withPassword(), map[string]any{
		"create": "bash -s", "stdin": "echo made > rec", "delete": "rm -f rec",
	})
	state := create(t, newServer(), remoteType, inputs)
	if text, err := os.ReadFile(trace); err != nil || string(text) != "made\n" {
		t.Errorf("create left %q, %v", text, err)
	}
	destroy(t, newServer(), remoteType, state)
	if _, err := os.Stat(trace); !os.IsNotExist(err) {
		t.Errorf("delete left the file: %v", err)
	}
}
