package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// call is one call that the engine made to the official plugin, and its answer.
type call struct {
	Method   string         `json:"method"`
	Type     string         `json:"type"`
	Name     string         `json:"name"`
	Request  map[string]any `json:"request"`
	Response map[string]any `json:"response"`
	Errors   []string       `json:"errors"`
}

// recording reads the calls of one engine run with the official plugin.
func recording(t *testing.T, name string) []call {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "testdata", "recordings", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var calls []call
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var each call
		if err := json.Unmarshal(lines.Bytes(), &each); err != nil {
			t.Fatalf("%s, line %d: %v", name, len(calls)+1, err)
		}
		calls = append(calls, each)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if len(calls) == 0 {
		t.Fatalf("recording %s is empty", name)
	}
	return calls
}

// send makes a recorded call to a stand-in and returns its answer in the recording's form.
func send(p *provider, each call) (map[string]any, error) {
	ctx := context.Background()
	switch each.Method {
	case "CheckConfig":
		return answer(ctx, p.CheckConfig, &pulumirpc.CheckRequest{}, each.Request)
	case "DiffConfig":
		return answer(ctx, p.DiffConfig, &pulumirpc.DiffRequest{}, each.Request)
	case "Configure":
		return answer(ctx, p.Configure, &pulumirpc.ConfigureRequest{}, each.Request)
	case "Check":
		return answer(ctx, p.Check, &pulumirpc.CheckRequest{}, each.Request)
	case "Diff":
		return answer(ctx, p.Diff, &pulumirpc.DiffRequest{}, each.Request)
	case "Create":
		return answer(ctx, p.Create, &pulumirpc.CreateRequest{}, each.Request)
	case "Update":
		return answer(ctx, p.Update, &pulumirpc.UpdateRequest{}, each.Request)
	case "Read":
		return answer(ctx, p.Read, &pulumirpc.ReadRequest{}, each.Request)
	case "Delete":
		return answer(ctx, p.Delete, &pulumirpc.DeleteRequest{}, each.Request)
	}
	return nil, errors.New("this test cannot send " + each.Method)
}

func answer[Q, A proto.Message](
	ctx context.Context, method func(context.Context, Q) (A, error), message Q, request map[string]any,
) (map[string]any, error) {
	encoded, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	if err := (protojson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(encoded, message); err != nil {
		return nil, err
	}
	response, err := method(ctx, message)
	if err != nil {
		return nil, err
	}
	if encoded, err = protojson.Marshal(response); err != nil {
		return nil, err
	}
	var decoded map[string]any
	return decoded, json.Unmarshal(encoded, &decoded)
}

// offline is a provider as the recordings configured it, whose cluster does not answer.
func offline() *provider {
	p := newProvider()
	p.options = options{secretMutable: true, configMapMutable: true}
	p.cluster = &cluster{namespace: "default", broken: errors.New("this test has no cluster")}
	return p
}

func pretty(value any) string {
	text, err := json.MarshalIndent(value, "  ", " ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}
