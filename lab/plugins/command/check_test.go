package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func check(t *testing.T, typeToken string, inputs resource.PropertyMap) *pulumirpc.CheckResponse {
	t.Helper()
	answer, err := newServer().Check(t.Context(), &pulumirpc.CheckRequest{Type: typeToken, News: wire(t, inputs)})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestCheckCompletesConnections(t *testing.T) {
	plain := map[string]any{"host": "10.0.0.1", "password": "p", "proxy": map[string]any{
		"host": "10.0.0.2", "user": "admin", "port": 2222, "privateKey": "k", "privateKeyPassword": "q", "dialErrorLimit": -1,
	}}
	answer := check(t, remoteType, resource.NewPropertyMapFromMap(map[string]any{"connection": plain}))
	if len(answer.GetFailures()) != 0 {
		t.Fatalf("failures %v", answer.GetFailures())
	}
	secret := func(text string) resource.PropertyValue { return resource.MakeSecret(resource.NewProperty(text)) }
	proxy := resource.NewPropertyMapFromMap(map[string]any{
		"host": "10.0.0.2", "user": "admin", "port": 2222, "dialErrorLimit": -1, "perDialTimeout": 15,
	})
	proxy["privateKey"], proxy["privateKeyPassword"] = secret("k"), secret("q")
	connection := resource.NewPropertyMapFromMap(map[string]any{
		"host": "10.0.0.1", "user": "root", "port": 22, "dialErrorLimit": 10, "perDialTimeout": 15,
	})
	connection["password"], connection["proxy"] = secret("p"), resource.NewProperty(proxy)
	want := resource.PropertyMap{"connection": resource.MakeSecret(resource.NewProperty(connection))}
	if got := unwire(t, answer.GetInputs()); !got.DeepEquals(want) {
		t.Errorf("got %v", got)
	}
}

func TestCheckKeepsWhatIsNotKnownYet(t *testing.T) {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	inputs := resource.PropertyMap{
		"connection": resource.MakeSecret(unknown), "create": unknown, "stdin": resource.MakeSecret(unknown),
		"triggers": resource.NewProperty([]resource.PropertyValue{unknown, resource.NewProperty(1.0)}),
	}
	answer := check(t, remoteType, inputs)
	if len(answer.GetFailures()) != 0 {
		t.Fatalf("failures %v", answer.GetFailures())
	}
	if got := unwire(t, answer.GetInputs()); !got.DeepEquals(inputs) {
		t.Errorf("got %v", got)
	}
}

func TestCheckRefusesByName(t *testing.T) {
	notImplemented := " is not implemented by the lab's stand-in plugin"
	for typeToken, test := range map[string]struct {
		inputs map[string]any
		want   []string
	}{
		localType: {
			map[string]any{
				"create": 1, "assetPaths": []any{"a"}, "archivePaths": []any{"b"}, "triggers": "1", "logging": "all",
				"environment": map[string]any{"A": map[string]any{"B": "c"}}, "interpreter": []any{1},
			},
			[]string{
				"archivePaths" + notImplemented, "assetPaths" + notImplemented, "create must be a string, got a number",
				"environment.A must be a string, got a object", "interpreter[0] must be a string, got a number",
				`logging "all" is not one of none, stdout, stderr, stdoutAndStderr`,
				"triggers must be a list of any values, got a string",
			},
		},
		remoteType: {
			map[string]any{"dir": "/", "connection": map[string]any{
				"agentSocketPath": "/agent", "port": "22", "proxy": map[string]any{"host": "h", "dialErrorLimit": -2, "proxy": 1},
			}},
			[]string{
				"connection.agentSocketPath" + notImplemented, "connection.port must be a number, got a string",
				"connection.proxy.dialErrorLimit must be a whole number of at least -1, got -2",
				"connection.proxy.proxy" + notImplemented, "connection.host is required", "dir" + notImplemented,
			},
		},
	} {
		var got []string
		for _, failure := range check(t, typeToken, resource.NewPropertyMapFromMap(test.inputs)).GetFailures() {
			got = append(got, failure.GetReason())
		}
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s: got\n%s", typeToken, strings.Join(got, "\n"))
		}
	}
}

func TestOtherTypesAndFunctionsAreRefusedByName(t *testing.T) {
	server := newServer()
	copyType := "command:remote:CopyToRemote"
	_, checked := server.Check(t.Context(), &pulumirpc.CheckRequest{Type: copyType})
	_, diffed := server.Diff(t.Context(), &pulumirpc.DiffRequest{Type: copyType})
	_, created := server.Create(t.Context(), &pulumirpc.CreateRequest{Type: copyType})
	_, updated := server.Update(t.Context(), &pulumirpc.UpdateRequest{Type: copyType})
	_, deleted := server.Delete(t.Context(), &pulumirpc.DeleteRequest{Type: copyType})
	_, read := server.Read(t.Context(), &pulumirpc.ReadRequest{Type: copyType})
	for _, err := range []error{checked, diffed, created, updated, deleted, read} {
		if err == nil || !strings.Contains(err.Error(), copyType+" is not implemented by the lab's stand-in plugin command 1.2.1") {
			t.Errorf("got %v", err)
		}
	}
	_, invoked := server.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: "command:local:run"})
	_, imported := server.Read(t.Context(), &pulumirpc.ReadRequest{Type: localType, Id: "name1234"})
	for name, err := range map[string]error{"command:local:run": invoked, localType: imported} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
