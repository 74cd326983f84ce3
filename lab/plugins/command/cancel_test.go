package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"google.golang.org/protobuf/types/known/emptypb"
)

// A busy machine takes its time.
const patience = 20 * time.Second

// lasting writes the numbers of its two processes and does not end by itself.
const lasting = `sleep 1000 & echo "$$ $!" > starting && mv starting started; echo begun; wait`

func TestCancelEndsCommandsWithAllThatTheyStarted(t *testing.T) {
	machine := newSSHServer(t)
	here := t.TempDir()
	local := resource.NewPropertyMapFromMap(map[string]any{"create": lasting, "dir": here})
	remote := remoteCommand(machine.withPassword(), map[string]any{"create": lasting})
	bastion := newSSHServer(t)
	connection := machine.withPassword()
	connection["proxy"] = resource.NewProperty(bastion.withPassword())
	behindBastion := remoteCommand(connection, map[string]any{"create": lasting})

	engine := func(server *server, _ context.CancelFunc) {
		_, _ = server.Cancel(context.Background(), &emptypb.Empty{})
	}
	caller := func(_ *server, cancel context.CancelFunc) { cancel() }
	for name, test := range map[string]struct {
		typeToken, directory string
		inputs               resource.PropertyMap
		end                  func(*server, context.CancelFunc)
	}{
		"local, by the engine":            {localType, here, local, engine},
		"local, by the caller":            {localType, here, local, caller},
		"remote, by the engine":           {remoteType, machine.directory, remote, engine},
		"remote, by the caller":           {remoteType, machine.directory, remote, caller},
		"behind a bastion, by the engine": {remoteType, machine.directory, behindBastion, engine},
	} {
		t.Run(name, func(t *testing.T) {
			started := filepath.Join(test.directory, "started")
			t.Cleanup(func() { os.Remove(started) })
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			server := newServer()
			ended := make(chan error)
			go func() {
				_, err := tryCreate(ctx, t, server, test.typeToken, test.inputs)
				ended <- err
			}()

			var processes []string
			await(t, "the command to start", func() bool {
				text, err := os.ReadFile(started)
				processes = strings.Fields(string(text))
				return err == nil
			})
			test.end(server, cancel)
			select {
			case err := <-ended:
				if err == nil || !strings.HasPrefix(err.Error(), `cancelled: running "sleep 1000`) {
					t.Errorf("got %v", err)
				}
			case <-time.After(patience):
				t.Fatal("the call did not end")
			}
			for _, process := range processes {
				await(t, "process "+process+" to end", func() bool { return hasEnded(t, process) })
			}
		})
	}
}

func TestCancelEndsTheWaitForAMachineThatDoesNotAnswer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	server := newServer()
	server.dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		defer server.cancel()
		return (&net.Dialer{}).DialContext(ctx, network, listener.Addr().String())
	}
	connection := resource.NewPropertyMapFromMap(map[string]any{"host": "10.0.0.1", "port": 22, "dialErrorLimit": -1})
	inputs := remoteCommand(connection, map[string]any{"create": "true"})
	if _, err := tryCreate(t.Context(), t, server, remoteType, inputs); err == nil || !strings.HasPrefix(err.Error(), "cancelled: ") {
		t.Errorf("got %v", err)
	}
}

func TestNothingStartsAfterCancel(t *testing.T) {
	server := newServer()
	if _, err := server.Cancel(t.Context(), &emptypb.Empty{}); err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(t.TempDir(), "trace")
	_, err := tryCreate(t.Context(), t, server, localType, resource.NewPropertyMapFromMap(map[string]any{
		"create": "sleep 5; touch " + trace,
	}))
	if err == nil || !strings.HasPrefix(err.Error(), "cancelled: ") {
		t.Errorf("got %v", err)
	}
}

func await(t *testing.T, what string, isSo func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !isSo(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}

// hasEnded tells whether a process has ended, though nobody may have asked for its exit status yet.
func hasEnded(t *testing.T, process string) bool {
	t.Helper()
	stat, err := os.ReadFile(filepath.Join("/proc", process, "stat"))
	if os.IsNotExist(err) {
		return true
	}
	_, state, found := strings.Cut(string(stat), ") ")
	return found && strings.HasPrefix(state, "Z")
}
