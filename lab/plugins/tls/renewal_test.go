package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	rpc "github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
	"meshwork.dev/lab/plugins/provider"
)

const signedType = "tls:index/selfSignedCert:SelfSignedCert"

func wire(t *testing.T, properties resource.PropertyMap) *structpb.Struct {
	t.Helper()
	encoded, err := rpc.MarshalProperties(properties, rpc.MarshalOptions{KeepUnknowns: true})
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// TestRenewal follows a certificate of 100 hours through its life.
func TestRenewal(t *testing.T) {
	start := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	setClock(t, start)
	server := provider.NewServer(plugin())
	inputs := authorityInputs(newKey(t, "ECDSA", "P256"), named("Root"))
	inputs["validityPeriodHours"] = resource.NewProperty(100.0)
	inputs["earlyRenewalHours"] = resource.NewProperty(10.0)
	created, err := server.Create(context.Background(), &pulumirpc.CreateRequest{
		Type: signedType, Properties: wire(t, inputs),
	})
	if err != nil {
		t.Fatal(err)
	}
	state := created.GetProperties()

	expect := func(what string, early float64, diffs, replaces []string) {
		t.Helper()
		inputs["earlyRenewalHours"] = resource.NewProperty(early)
		diff, err := server.Diff(context.Background(), &pulumirpc.DiffRequest{
			Type: signedType, Olds: state, News: wire(t, inputs),
		})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(diff.GetDiffs(), diffs) || !slices.Equal(diff.GetReplaces(), replaces) {
			t.Errorf("%s: differs in %v, replaces for %v", what, diff.GetDiffs(), diff.GetReplaces())
		}
	}
	expect("new", 10, nil, nil)
	expect("longer early renewal time", 20, []string{"earlyRenewalHours"}, nil)
	setClock(t, start.Add(89*time.Hour))
	expect("an hour before its renewal", 10, nil, nil)
	setClock(t, start.Add(90*time.Hour))
	expect("at its renewal", 10, []string{"readyForRenewal"}, []string{"readyForRenewal"})

	read, err := server.Read(context.Background(), &pulumirpc.ReadRequest{
		Id: created.GetId(), Type: signedType, Properties: state, Inputs: wire(t, inputs),
	})
	if err != nil {
		t.Fatal(err)
	}
	state = read.GetProperties()
	if !state.GetFields()["readyForRenewal"].GetBoolValue() {
		t.Error("a refresh within the early renewal time should note that the certificate is ready for renewal")
	}
	expect("refreshed at its renewal", 10, []string{"readyForRenewal"}, []string{"readyForRenewal"})
	expect("renewal put off", 5, []string{"earlyRenewalHours", "readyForRenewal"}, nil)

	updated, err := server.Update(context.Background(), &pulumirpc.UpdateRequest{
		Type: signedType, Olds: state, News: wire(t, inputs),
	})
	if err != nil {
		t.Fatal(err)
	}
	state = updated.GetProperties()
	expect("after the update", 5, nil, nil)
	setClock(t, start.Add(200*time.Hour))
	expect("after its end", 5, []string{"readyForRenewal"}, []string{"readyForRenewal"})
}
