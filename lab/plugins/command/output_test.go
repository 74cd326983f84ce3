package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// listen returns the texts that a server shows from now on, with their severity unless that is a status.
func listen(t *testing.T, server *server) *[]string {
	t.Helper()
	var lines []string
	server.LogTo(func(_ context.Context, request *pulumirpc.LogRequest) error {
		if !request.GetEphemeral() {
			lines = append(lines, request.GetSeverity().String()+": "+request.GetMessage())
			return nil
		}
		lines = append(lines, request.GetMessage())
		return nil
	})
	return &lines
}

func TestOutputIsShownAsLoggingSays(t *testing.T) {
	for logging, shown := range map[string][]string{
		"": {"err", "one", "two"}, "stdoutAndStderr": {"err", "one", "two"},
		"stdout": {"one", "two"}, "stderr": {"err"}, "none": nil,
	} {
		inputs := resource.PropertyMap{"create": resource.NewProperty(`printf 'one\ntwo'; echo err >&2`)}
		if logging != "" {
			inputs["logging"] = resource.NewProperty(logging)
		}
		server := newServer()
		lines := listen(t, server)
		wrote(t, create(t, server, localType, inputs), "one\ntwo", "err")
		slices.Sort(*lines)
		if got := strings.Join(*lines, " "); got != strings.Join(shown, " ") {
			t.Errorf("logging %q: shown were %q", logging, got)
		}
	}
}
