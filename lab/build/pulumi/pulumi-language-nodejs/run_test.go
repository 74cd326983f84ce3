package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func programInfo(t *testing.T, options map[string]any) *pulumirpc.ProgramInfo {
	t.Helper()
	encoded, err := structpb.NewStruct(options)
	if err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.ProgramInfo{
		RootDirectory: "/project", ProgramDirectory: "/project/program", EntryPoint: ".", Options: encoded,
	}
}

func TestProgramArguments(t *testing.T) {
	request := &pulumirpc.RunRequest{
		MonitorAddress: "127.0.0.1:1", Organization: "org", Project: "mesh", Stack: "dev", DryRun: true, Parallel: 16,
		Args: []string{"--mine"}, Info: programInfo(t, nil),
	}
	got := strings.Join(programArguments("/run.js", "127.0.0.1:2", "", request), " ")
	want := "/run.js --monitor 127.0.0.1:1 --engine 127.0.0.1:2 --organization org --project mesh --root-directory /project " +
		"--stack dev --pwd /project/program --dry-run --parallel 16 . --mine"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	request.DryRun = false
	if got := programArguments("/run.js", "e", "http://traces", request); slices.Contains(got, "--dry-run") ||
		!strings.Contains(strings.Join(got, " "), "--tracing http://traces") {
		t.Errorf("got %v", got)
	}
}

func TestProgramEnvironment(t *testing.T) {
	request := &pulumirpc.RunRequest{
		Config:           map[string]string{"mesh:clusters": `{"a":1}`, "aws:region:x": "y"},
		ConfigSecretKeys: []string{"mesh:token"},
	}
	options, err := parseOptions(programInfo(t, map[string]any{"tsconfig": "other.json"}))
	if err != nil {
		t.Fatal(err)
	}
	environment, err := programEnvironment([]string{"HOME=/root"}, request, options)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		values[name] = value
	}
	var config map[string]string
	if err := json.Unmarshal([]byte(values["PULUMI_CONFIG"]), &config); err != nil {
		t.Fatal(err)
	}
	if config["mesh:config:clusters"] != `{"a":1}` || config["aws:config:region:x"] != "y" || len(config) != 2 {
		t.Errorf("config %v", config)
	}
	for name, want := range map[string]string{
		"HOME": "/root", "PULUMI_CONFIG_SECRET_KEYS": `["mesh:token"]`, "PULUMI_NODEJS_TYPESCRIPT": "true",
		"PULUMI_NODEJS_TSCONFIG_PATH": "other.json",
	} {
		if values[name] != want {
			t.Errorf("%s is %q, expected %q", name, values[name], want)
		}
	}

	plain, err := programEnvironment(nil, &pulumirpc.RunRequest{}, runtimeOptions{})
	if err != nil || !slices.Equal(plain, []string{"PULUMI_CONFIG={}", "PULUMI_CONFIG_SECRET_KEYS=[]"}) {
		t.Errorf("got %v, %v", plain, err)
	}
}

func TestOptions(t *testing.T) {
	options, err := parseOptions(programInfo(t, map[string]any{
		"typescript": false, "nodeargs": "--max-old-space-size=512 --title 'a b'", "packagemanager": "npm",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if options.typescript || !slices.Equal(options.nodeArgs, []string{"--max-old-space-size=512", "--title", "a b"}) {
		t.Errorf("got %+v", options)
	}
	for name, value := range map[string]any{
		"typescript": "yes", "nodeargs": 1, "tsconfig": true, "packagemanager": "bun",
	} {
		if _, err := parseOptions(programInfo(t, map[string]any{name: value})); err == nil ||
			!strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v should be refused by name, got %v", name, value, err)
		}
	}
}

func TestProgramResult(t *testing.T) {
	for script, want := range map[string]*pulumirpc.RunResponse{
		"exit 0": {}, "exit 32": {Bail: true}, "exit 3": {Error: "Program exited with non-zero exit code: 3"},
	} {
		got := programResult(exec.Command("sh", "-c", script).Run())
		if got.GetError() != want.GetError() || got.GetBail() != want.GetBail() {
			t.Errorf("%s: got %v", script, got)
		}
	}
	if got := programResult(errors.New("no such file")); !strings.Contains(got.GetError(), "could not run language executor") {
		t.Errorf("got %v", got)
	}
}

func TestTheRunEntryIsFoundAboveTheProgram(t *testing.T) {
	t.Setenv("PULUMI_LANGUAGE_NODEJS_RUN_PATH", "")
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(root, "a", "program")
	if err := os.MkdirAll(program, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := locateRunEntry(program); err == nil || !strings.Contains(err.Error(), program) {
		t.Errorf("expected an error that names %s, got %v", program, err)
	}
	writeFiles(t, root, map[string]string{"node_modules/@pulumi/pulumi/cmd/run/index.js": ""})
	want := filepath.Join(root, "node_modules/@pulumi/pulumi/cmd/run/index.js")
	if got, err := locateRunEntry(program); got != want {
		t.Errorf("got %q, %v", got, err)
	}
}

func writeFiles(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
