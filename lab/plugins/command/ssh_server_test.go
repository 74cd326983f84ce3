package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
)

// The password of every test server. Keys are the other way in.
const testPassword = "let me in"

// sshServer is an SSH server on a free port of this machine. It runs commands by bash, each in a process group of its own that
// a signal reaches, as OpenSSH does.
type sshServer struct {
	t       *testing.T
	address string
	hostKey string
	// A key that it lets in.
	clientKey ed25519.PrivateKey
	// Where commands run.
	directory string
	// Variables that it accepts.
	accepts []string
	// How often a connection got through the handshake.
	logins atomic.Int64
}

func newSSHServer(t *testing.T, accepts ...string) *sshServer {
	t.Helper()
	hostKey := newKey(t)
	server := &sshServer{t: t, clientKey: newKey(t), directory: t.TempDir(), accepts: accepts}
	hostSigner, err := ssh.NewSignerFromKey(hostKey)
	if err != nil {
		t.Fatal(err)
	}
	server.hostKey = string(ssh.MarshalAuthorizedKey(hostSigner.PublicKey()))
	clientSigner, err := ssh.NewSignerFromKey(server.clientKey)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if string(key.Marshal()) != string(clientSigner.PublicKey().Marshal()) {
				return nil, errors.New("not the key that is let in")
			}
			return nil, nil
		},
		PasswordCallback: func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			if string(password) != testPassword {
				return nil, errors.New("not the password")
			}
			return nil, nil
		},
	}
	config.AddHostKey(hostSigner)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	server.address = listener.Addr().String()
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go server.serve(connection, config)
		}
	}()
	return server
}

func newKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// connection are the inputs of a connection to this server that trusts its host key, without a way to log in.
func (s *sshServer) connection() resource.PropertyMap {
	s.t.Helper()
	host, port, err := net.SplitHostPort(s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		s.t.Fatal(err)
	}
	return resource.NewPropertyMapFromMap(map[string]any{
		"host": host, "port": number, "user": "somebody", "hostKey": s.hostKey, "dialErrorLimit": 0, "perDialTimeout": 15,
	})
}

// withPassword is connection with the password.
func (s *sshServer) withPassword() resource.PropertyMap {
	inputs := s.connection()
	inputs["password"] = resource.NewProperty(testPassword)
	return inputs
}

func (s *sshServer) serve(connection net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return
	}
	s.logins.Add(1)
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		switch offered.ChannelType() {
		case "session":
			if channel, requests, err := offered.Accept(); err == nil {
				go s.session(channel, requests)
			}
		case "direct-tcpip":
			go forward(offered)
		default:
			_ = offered.Reject(ssh.UnknownChannelType, "")
		}
	}
}

// session serves the requests of one session: variables, one command, signals.
func (s *sshServer) session(channel ssh.Channel, requests <-chan *ssh.Request) {
	command := exec.Command("bash", "-c")
	command.Dir, command.Env = s.directory, []string{"PATH=" + os.Getenv("PATH")}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Stdout, command.Stderr = channel, channel.Stderr()
	for request := range requests {
		switch request.Type {
		case "env":
			var variable struct{ Name, Value string }
			accepted := ssh.Unmarshal(request.Payload, &variable) == nil && slices.Contains(s.accepts, variable.Name)
			if accepted {
				command.Env = append(command.Env, variable.Name+"="+variable.Value)
			}
			_ = request.Reply(accepted, nil)
		case "exec":
			var text struct{ Text string }
			_ = ssh.Unmarshal(request.Payload, &text)
			command.Args = append(command.Args, text.Text)
			_ = request.Reply(startWith(command, channel) == nil, nil)
			go finish(command, channel)
		case "signal":
			_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		default:
			_ = request.Reply(false, nil)
		}
	}
}

// startWith starts a command. Input that it does not read must not keep it from ending.
func startWith(command *exec.Cmd, input io.Reader) error {
	stdin, err := command.StdinPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(stdin, input)
		stdin.Close()
	}()
	return nil
}

func finish(command *exec.Cmd, channel ssh.Channel) {
	_ = command.Wait()
	status := struct{ Status uint32 }{uint32(command.ProcessState.ExitCode())}
	_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(&status))
	channel.Close()
}

// forward is what makes a bastion: a connection from here to somewhere else.
func forward(offered ssh.NewChannel) {
	var to struct {
		Host string
		Port uint32
		From string
		Back uint32
	}
	_ = ssh.Unmarshal(offered.ExtraData(), &to)
	onward, err := net.Dial("tcp", net.JoinHostPort(to.Host, strconv.Itoa(int(to.Port))))
	if err != nil {
		_ = offered.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	channel, requests, err := offered.Accept()
	if err != nil {
		onward.Close()
		return
	}
	go ssh.DiscardRequests(requests)
	go func() {
		_, _ = io.Copy(onward, channel)
		onward.Close()
	}()
	_, _ = io.Copy(channel, onward)
	channel.Close()
}
