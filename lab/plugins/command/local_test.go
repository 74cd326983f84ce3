package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

func TestLocalCommandGetsItsInputs(t *testing.T) {
	directory := t.TempDir()
	state := create(t, newServer(), localType, resource.NewPropertyMapFromMap(map[string]any{
		"create": `echo "$GREETING from $PWD by $0"; cat; echo oops >&2`, "stdin": "and input\n\n", "dir": directory,
		"environment": map[string]any{"GREETING": "hello"}, "interpreter": []any{"/bin/bash", "-c"},
	}))
	wrote(t, state, "hello from "+directory+" by /bin/bash\nand input\n", "oops")
}

func TestUpdateRunsUpdateOrElseCreate(t *testing.T) {
	state := create(t, newServer(), localType, resource.NewPropertyMapFromMap(map[string]any{
		"create":      `echo "$WHO was here, before: $PULUMI_COMMAND_STDOUT$PULUMI_COMMAND_STDERR"; echo tail >&2`,
		"environment": map[string]any{"WHO": "Ada"},
	}))
	wrote(t, state, "Ada was here, before: ", "tail")

	state = update(t, newServer(), localType, state, map[string]any{"environment": map[string]any{"WHO": "Grace"}}, false)
	wrote(t, state, "Grace was here, before: Ada was here, before: tail", "tail")

	state = update(t, newServer(), localType, state, map[string]any{"update": "echo updated; env | grep -c ^PULUMI_COMMAND_"}, false)
	wrote(t, state, "updated\n2", "")

	silent := map[string]any{"addPreviousOutputInEnv": false, "update": "env | grep -c ^PULUMI_COMMAND_ || true"}
	wrote(t, update(t, newServer(), localType, state, silent, false), "0", "")
}

func TestUpdateWithoutACommandKeepsWhatWasWritten(t *testing.T) {
	state := resource.NewPropertyMapFromMap(map[string]any{"stdout": "kept", "stderr": "as well"})
	wrote(t, update(t, newServer(), localType, state, map[string]any{"delete": "true"}, false), "kept", "as well")
	wrote(t, create(t, newServer(), localType, resource.PropertyMap{"delete": resource.NewProperty("true")}), "", "")
}

func TestDeleteIsToldWhatWasWritten(t *testing.T) {
	directory := t.TempDir()
	state := create(t, newServer(), localType, resource.NewPropertyMapFromMap(map[string]any{
		"create": "echo made-by-create", "delete": `touch "$PULUMI_COMMAND_STDOUT"`, "dir": directory,
	}))
	destroy(t, newServer(), localType, state)
	found := create(t, newServer(), localType, resource.NewPropertyMapFromMap(map[string]any{"create": "ls", "dir": directory}))
	wrote(t, found, "made-by-create", "")
}

func TestFailingLocalCommand(t *testing.T) {
	_, err := tryCreate(t.Context(), t, newServer(), localType, resource.NewPropertyMapFromMap(map[string]any{
		"create": "echo about to fail; echo really >&2; exit 3", "logging": "none",
	}))
	if err == nil {
		t.Fatal("it succeeded")
	}
	beginning := "exit status 3: running \"echo about to fail; echo really >&2; exit 3\":\n"
	for _, part := range []string{beginning, "about to fail\n", "really\n"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not contain %q", err, part)
		}
	}
}
