package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

const keyType = "test:index:Key"

func testServer() *Server {
	return NewServer(Plugin{Name: "test", Version: "1.2.3", Resources: map[string]Resource{keyType: {
		Inputs: map[string]Property{
			"token":   {Kind: String, Required: true, Secret: true},
			"size":    {Kind: Number, Default: 5, Minimum: 1},
			"note":    {Kind: String, UpdatesInPlace: true},
			"limit":   {Kind: Number, Computed: true},
			"subject": {Kind: Object, Fields: map[string]Property{"name": {Kind: String}}},
			"uses":    {Kind: List, Values: []string{"sign", "seal"}},
		},
		Outputs: []string{"made"},
		Create: func(resource.PropertyMap) (string, resource.PropertyMap, error) {
			return "id-1", resource.PropertyMap{"made": resource.NewProperty("x")}, nil
		},
	}}})
}

func encoded(t *testing.T, properties resource.PropertyMap) *structpb.Struct {
	t.Helper()
	result, err := plugin.MarshalProperties(properties, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestCheckRefusesByPathAndNeverShowsASecret(t *testing.T) {
	answer, err := testServer().Check(context.Background(), &pulumirpc.CheckRequest{
		Type: keyType,
		News: encoded(t, resource.PropertyMap{
			"token": resource.NewProperty(42.0), "size": resource.NewProperty(0.5), "tokenWo": resource.NewProperty("s3cret"),
			"subject": resource.NewProperty(resource.PropertyMap{"nmae": resource.NewProperty("x")}),
			"uses":    resource.NewProperty([]resource.PropertyValue{resource.NewProperty("sing")}),
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, failure := range answer.GetFailures() {
		if failure.GetProperty() != "" {
			t.Errorf("the engine would print the value of %s", failure.GetProperty())
		}
		all = append(all, failure.GetReason())
	}
	want := []string{
		"size must be a whole number of at least 1, got 0.5",
		"subject.nmae is not implemented by the lab's stand-in plugin",
		"token must be a string, got a number",
		"tokenWo is not implemented by the lab's stand-in plugin",
		`uses[0] "sing" is not one of sign, seal`,
	}
	if got := strings.Join(all, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got:\n%s", got)
	}
}

func TestWhatIsNotImplementedIsRefusedByName(t *testing.T) {
	server := testServer()
	_, unknownType := server.Check(context.Background(), &pulumirpc.CheckRequest{Type: "test:index:Other"})
	_, function := server.Invoke(context.Background(), &pulumirpc.InvokeRequest{Tok: "test:index:find"})
	_, imported := server.Read(context.Background(), &pulumirpc.ReadRequest{Type: keyType, Id: "id-1"})
	for name, err := range map[string]error{"test:index:Other": unknownType, "test:index:find": function, keyType: imported} {
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "stand-in plugin test 1.2.3") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	config, err := server.CheckConfig(context.Background(), &pulumirpc.CheckRequest{
		News: encoded(t, resource.PropertyMap{"proxy": resource.NewProperty("x"), "version": resource.NewProperty("1.2.3")}),
	})
	if err != nil || len(config.GetFailures()) != 1 || !strings.HasPrefix(config.GetFailures()[0].GetReason(), "proxy ") {
		t.Errorf("got %v, %v", config, err)
	}
}

func TestDiff(t *testing.T) {
	state := resource.PropertyMap{
		"token": resource.NewProperty("a"), "size": resource.NewProperty(5.0), "limit": resource.NewProperty(3.0),
	}
	unknown := resource.MakeComputed(resource.NewProperty(""))
	for what, test := range map[string]struct {
		news            resource.PropertyMap
		diffs, replaces string
	}{
		"a default given":          {resource.PropertyMap{"token": state["token"], "size": state["size"]}, "", ""},
		"a computed one left out":  {resource.PropertyMap{"token": state["token"]}, "", ""},
		"another limit":            {resource.PropertyMap{"token": state["token"], "limit": state["size"]}, "limit", "limit"},
		"changed where it stands":  {resource.PropertyMap{"token": state["token"], "note": state["token"]}, "note", ""},
		"not known yet":            {resource.PropertyMap{"token": unknown}, "token", "token"},
		"a secret with its mark":   {resource.PropertyMap{"token": resource.MakeSecret(state["token"])}, "", ""},
		"two, of which one is new": {resource.PropertyMap{"token": state["token"], "size": state["limit"], "note": state["token"]}, "note size", "size"},
	} {
		answer, err := testServer().Diff(context.Background(), &pulumirpc.DiffRequest{
			Type: keyType, Olds: encoded(t, state), News: encoded(t, test.news),
		})
		if err != nil {
			t.Fatal(err)
		}
		diffs, replaces := strings.Join(answer.GetDiffs(), " "), strings.Join(answer.GetReplaces(), " ")
		if diffs != test.diffs || replaces != test.replaces {
			t.Errorf("%s: differs in %q, replaces for %q", what, diffs, replaces)
		}
	}
}

func TestConfigureSaysThatAStandInIsInUse(t *testing.T) {
	server := testServer()
	var said []string
	server.LogTo(func(_ context.Context, request *pulumirpc.LogRequest) error {
		said = append(said, request.GetUrn()+": "+request.GetMessage())
		return nil
	})
	for range 2 {
		if _, err := server.Configure(context.Background(), &pulumirpc.ConfigureRequest{Urn: new("urn:x")}); err != nil {
			t.Fatal(err)
		}
	}
	if len(said) != 1 || said[0] != "urn:x: stand-in plugin test 1.2.3 of meshwork's lab is in use" {
		t.Errorf("said %v", said)
	}
}
