// Package replay checks a plugin against calls that were recorded with the official one: outcome, replacement or update,
// which values are secret and which unknown. Values that are made anew each time are compared by their kind only.
package replay

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// Call is a recorded call.
type Call struct {
	Method   string         `json:"method"`
	Type     string         `json:"type"`
	Request  map[string]any `json:"request"`
	Response map[string]any `json:"response"`
	// Errors are the texts of the error that was answered, none if there was none.
	Errors []string `json:"errors"`
	// Where it was read from.
	Where string `json:"-"`
}

// Read returns the calls of a package's resource types and provider from all recordings in a directory.
func Read(t *testing.T, directory, packageName string) []Call {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(directory, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", directory, err)
	}
	var calls []Call
	for _, path := range files {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		for number := 1; lines.Scan(); number++ {
			call := Call{Where: fmt.Sprintf("%s:%d", filepath.Base(path), number)}
			if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
				t.Fatalf("%s: %v", call.Where, err)
			}
			if strings.HasPrefix(call.Type, packageName+":") || call.Type == "pulumi:providers:"+packageName {
				calls = append(calls, call)
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	return calls
}

// Check makes a call and compares the answer with the recorded one. The texts of the request go through prepare, which
// puts usable values in the place of those that the recording left out; made names the outputs that differ each time.
func Check(
	t *testing.T, server pulumirpc.ResourceProviderServer, call Call, prepare func(string) string, made map[string]bool,
) {
	t.Helper()
	request := mapTexts(call.Request, prepare).(map[string]any)
	request["type"] = call.Type
	answer, err := invoke(server, call.Method, request)
	if len(call.Errors) > 0 {
		// What an error looks like to an engine on the other side of a connection.
		if got := status.Convert(err).Err(); got == nil || got.Error() != call.Errors[0] {
			t.Errorf("%s %s\n  official: %s\n  stand-in: %v", call.Method, call.Type, call.Errors[0], got)
		}
		return
	}
	if err != nil {
		t.Fatalf("%s %s: %v", call.Method, call.Type, err)
	}
	encoded, err := protojson.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(encoded, &got); err != nil {
		t.Fatal(err)
	}
	want := blur(call.Response, "", made)
	if have := blur(mapTexts(got, placeholder), "", made); !reflect.DeepEqual(want, have) {
		t.Errorf("%s %s\n  official: %s\n  stand-in: %s", call.Method, call.Type, show(want), show(have))
	}
}

func invoke(server pulumirpc.ResourceProviderServer, method string, request map[string]any) (proto.Message, error) {
	ctx := context.Background()
	switch method {
	case "CheckConfig":
		return call(ctx, server.CheckConfig, &pulumirpc.CheckRequest{}, request)
	case "DiffConfig":
		return call(ctx, server.DiffConfig, &pulumirpc.DiffRequest{}, request)
	case "Configure":
		delete(request, "type")
		return call(ctx, server.Configure, &pulumirpc.ConfigureRequest{}, request)
	case "Check":
		return call(ctx, server.Check, &pulumirpc.CheckRequest{}, request)
	case "Diff":
		return call(ctx, server.Diff, &pulumirpc.DiffRequest{}, request)
	case "Create":
		return call(ctx, server.Create, &pulumirpc.CreateRequest{}, request)
	case "Update":
		return call(ctx, server.Update, &pulumirpc.UpdateRequest{}, request)
	case "Read":
		return call(ctx, server.Read, &pulumirpc.ReadRequest{}, request)
	case "Delete":
		return call(ctx, server.Delete, &pulumirpc.DeleteRequest{}, request)
	default:
		return nil, fmt.Errorf("recorded method %s is not known here", method)
	}
}

func call[Q, A proto.Message](
	ctx context.Context, method func(context.Context, Q) (A, error), message Q, request map[string]any,
) (proto.Message, error) {
	encoded, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	if err := protojson.Unmarshal(encoded, message); err != nil {
		return nil, err
	}
	return method(ctx, message)
}

// placeholder is what a recording has in the place of a PEM text.
func placeholder(text string) string {
	if block, rest := pem.Decode([]byte(text)); block != nil && len(rest) == 0 && strings.HasSuffix(text, "\n") {
		return "<" + block.Type + ">\n"
	}
	return text
}

// The engine's mark of an unknown text.
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

// blur replaces texts that differ each time. Placeholders stay, and so do unknowns, since both are to be the same.
func blur(value any, name string, made map[string]bool) any {
	switch value := value.(type) {
	case map[string]any:
		blurred := map[string]any{}
		for key, inner := range value {
			if key == "value" {
				// A secret's value goes by the name of the secret.
				key, inner = "value", blur(inner, name, made)
			} else {
				inner = blur(inner, key, made)
			}
			blurred[key] = inner
		}
		return blurred
	case []any:
		blurred := make([]any, len(value))
		for index, inner := range value {
			blurred[index] = blur(inner, name, made)
		}
		return blurred
	case string:
		isPEM := strings.HasPrefix(value, "<") && strings.HasSuffix(value, ">\n")
		if made[name] && value != unknown && !isPEM {
			return "made anew"
		}
	}
	return value
}

func mapTexts(value any, change func(string) string) any {
	switch value := value.(type) {
	case map[string]any:
		changed := map[string]any{}
		for key, inner := range value {
			changed[key] = mapTexts(inner, change)
		}
		return changed
	case []any:
		changed := make([]any, len(value))
		for index, inner := range value {
			changed[index] = mapTexts(inner, change)
		}
		return changed
	case string:
		return change(value)
	default:
		return value
	}
}

func show(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(encoded)
}
