package main

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

// runLocal runs a command on this machine.
func (s *server) runLocal(ctx context.Context, inputs resource.PropertyMap, call *invocation) error {
	interpreter := provider.ListOf(inputs, "interpreter")
	if len(interpreter) == 0 {
		interpreter = []string{"/bin/sh", "-c"}
	}
	command := exec.CommandContext(ctx, interpreter[0], append(interpreter[1:], call.text)...)
	command.Dir = provider.TextOf(inputs, "dir")
	command.Env = os.Environ()
	for _, variables := range []map[string]string{call.environment, call.previous} {
		for name, value := range maps.All(variables) {
			command.Env = append(command.Env, name+"="+value)
		}
	}
	command.Stdout, command.Stderr = call.output.stdout, call.output.stderr
	if call.stdin != "" {
		command.Stdin = strings.NewReader(call.stdin)
	}
	// The command gets a process group of its own, so that its end is that of all that it started.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	return command.Run()
}
