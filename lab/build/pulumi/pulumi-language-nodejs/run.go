package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// The SDK's entry exits with this code when it has shown the user what is wrong: nothing is to be added to it.
const exitedAfterActionableMessage = 32

// A program that was interrupted may still tell its outputs; after this long it is killed.
const interruptGrace = 5 * time.Second

// Run runs a program to its end. Whatever is wrong with the program is part of the answer, not an error of the call.
func (h *languageHost) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if request.GetAttachDebugger() {
		return &pulumirpc.RunResponse{Error: "--attach-debugger is not implemented by the lab's language host"}, nil
	}
	options, err := parseOptions(request.GetInfo())
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	entry, err := locateRunEntry(request.GetInfo().GetProgramDirectory())
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	environment, err := programEnvironment(os.Environ(), request, options)
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	arguments := append(options.nodeArgs, programArguments(entry, h.engineAddress(), h.tracing, request)...)

	// The program ends with the call, with the engine's Cancel, and with this process.
	runCtx, cancel := context.WithCancel(h.runs)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()

	command := exec.CommandContext(runCtx, h.node, arguments...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = interruptGrace
	command.Env = environment
	// Node may switch its standard streams to non-blocking mode. They are copied here, so that this process's own,
	// which the engine reads, stay as they are, and so that all output is out when the engine gets the answer.
	command.Stdout = struct{ io.Writer }{os.Stdout}
	command.Stderr = struct{ io.Writer }{os.Stderr}
	return programResult(command.Run()), nil
}

// programArguments is the command line of the SDK's entry.
func programArguments(entry, engine, tracing string, request *pulumirpc.RunRequest) []string {
	arguments := []string{entry}
	add := func(name, value string) {
		if value != "" {
			arguments = append(arguments, "--"+name, value)
		}
	}
	add("monitor", request.GetMonitorAddress())
	add("engine", engine)
	add("organization", request.GetOrganization())
	add("project", request.GetProject())
	add("root-directory", request.GetInfo().GetRootDirectory())
	add("stack", request.GetStack())
	add("pwd", request.GetInfo().GetProgramDirectory())
	if request.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	add("parallel", strconv.Itoa(int(request.GetParallel())))
	add("tracing", tracing)
	arguments = append(arguments, request.GetInfo().GetEntryPoint())
	return append(arguments, request.GetArgs()...)
}

// programEnvironment is the host's own environment with the stack's config in it, where the SDK looks for it.
func programEnvironment(
	own []string, request *pulumirpc.RunRequest, options runtimeOptions,
) ([]string, error) {
	config := make(map[string]string, len(request.GetConfig()))
	for key, value := range request.GetConfig() {
		namespace, name, ok := strings.Cut(key, ":")
		if !ok {
			return nil, fmt.Errorf("config key %q has no namespace", key)
		}
		// The spelling that SDKs of all ages understand.
		config[namespace+":config:"+name] = value
	}
	configJSON, err := json.Marshal(config)
	if err != nil {
		return nil, fmt.Errorf("could not encode the stack's config: %w", err)
	}
	secretKeys := request.GetConfigSecretKeys()
	if secretKeys == nil {
		secretKeys = []string{}
	}
	secretKeysJSON, err := json.Marshal(secretKeys)
	if err != nil {
		return nil, fmt.Errorf("could not encode the names of the stack's secret config: %w", err)
	}

	environment := append(append([]string{}, own...),
		"PULUMI_CONFIG="+string(configJSON),
		"PULUMI_CONFIG_SECRET_KEYS="+string(secretKeysJSON))
	if options.typescript {
		environment = append(environment, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if options.tsconfig != "" {
		environment = append(environment, "PULUMI_NODEJS_TSCONFIG_PATH="+options.tsconfig)
	}
	return environment, nil
}

// programResult says how a program ended, in the official host's words.
func programResult(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case errors.As(err, &exit) && exit.ExitCode() == exitedAfterActionableMessage:
		return &pulumirpc.RunResponse{Bail: true}
	case errors.As(err, &exit) && exit.ExitCode() == 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited unexpectedly: %v", err)}
	case errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())}
	case errors.Is(err, syscall.E2BIG):
		return &pulumirpc.RunResponse{Error: "the stack's config does not fit into the program's environment " +
			"(about 128 KiB in all): move large values into files and give their paths"}
	default:
		return &pulumirpc.RunResponse{
			Error: fmt.Sprintf("Problem executing program (could not run language executor): %v", err),
		}
	}
}
