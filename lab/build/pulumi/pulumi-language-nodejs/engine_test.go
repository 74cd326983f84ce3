package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const program = `
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const mode: string | undefined = config.get("mode");
console.log("said by the program");
if (mode === "throw") throw new Error("thrown by the program");
if (mode === "runError") throw new pulumi.RunError("what the user has to do");
if (mode === "exit") process.exit(7);
export const token = config.requireSecret("token");
export const names = [pulumi.getProject(), pulumi.getStack(), process.env.FROM_OUTSIDE];
`

// TestWithTheEngine runs programs with the engine that MESHWORK_PULUMI names, and looks at what its user sees.
func TestWithTheEngine(t *testing.T) {
	engine := os.Getenv("MESHWORK_PULUMI")
	if engine == "" {
		t.Skip("MESHWORK_PULUMI does not name an engine")
	}
	project := t.TempDir()
	host := filepath.Join(project, "bin", "pulumi-language-nodejs")
	build := exec.Command("go", "build", "-trimpath", "-o", host, ".")
	// As the lab builds it, so that the compiler's cache serves both.
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	writeFiles(t, project, map[string]string{
		"index.ts": program, "package.json": `{"name": "program"}`, "Pulumi.yaml": "name: program\nruntime: nodejs\n",
		"tsconfig.json": `{"compilerOptions": {"strict": true, "module": "commonjs", "target": "es2022", "skipLibCheck": true}}`,
	})
	working, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	modules := moduleDirectories(working)
	if len(modules) == 0 {
		t.Fatal("the repository's node packages are not installed: run npm ci")
	}
	if err := os.Symlink(modules[0], filepath.Join(project, "node_modules")); err != nil {
		t.Fatal(err)
	}
	environment := append(os.Environ(),
		"PATH="+filepath.Dir(host)+":"+os.Getenv("PATH"), "PULUMI_HOME="+project+"/home",
		"PULUMI_BACKEND_URL=file://"+project, "PULUMI_CONFIG_PASSPHRASE=test", "PULUMI_SKIP_UPDATE_CHECK=true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true", "FROM_OUTSIDE=set", "NO_COLOR=1")
	run := func(arguments ...string) (string, error) {
		var output bytes.Buffer
		command := exec.Command(engine, append(arguments, "--non-interactive", "--color=never")...)
		command.Dir, command.Env = project, environment
		command.Stdout, command.Stderr = &output, &output
		err := command.Run()
		return output.String(), err
	}
	must := func(arguments ...string) string {
		t.Helper()
		output, err := run(arguments...)
		if err != nil {
			t.Fatalf("pulumi %s: %v\n%s", strings.Join(arguments, " "), err, output)
		}
		return output
	}

	must("stack", "init", "dev")
	must("config", "set", "--secret", "token", "s3cret")
	up := must("up", "--yes")
	if !strings.Contains(up, "said by the program") || strings.Contains(up, "s3cret") {
		t.Errorf("the program's output should be shown, its secrets not:\n%s", up)
	}
	if outputs := must("stack", "output", "--json", "--show-secrets"); !strings.Contains(outputs, `"s3cret"`) ||
		!strings.Contains(strings.Join(strings.Fields(outputs), ""), `["program","dev","set"]`) {
		t.Errorf("got outputs %s", outputs)
	}
	must("preview", "--expect-no-changes")

	for mode, test := range map[string]struct{ shown, notShown string }{
		"throw":    {"Error: thrown by the program\n        at Object.<anonymous>", "exit code"},
		"runError": {"error: what the user has to do", "    at "},
		"exit":     {"Program exited with non-zero exit code: 7", "    at "},
	} {
		must("config", "set", "mode", mode)
		output, err := run("preview")
		if err == nil || !strings.Contains(output, test.shown) || strings.Contains(output, test.notShown) {
			t.Errorf("%s: expected %q and no %q, got %v:\n%s", mode, test.shown, test.notShown, err, output)
		}
	}
	must("config", "rm", "mode")
	if output := must("destroy", "--yes"); !strings.Contains(output, "1 deleted") {
		t.Errorf("got:\n%s", output)
	}
}
