package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestErrorsDoNotShowSecrets(t *testing.T) {
	properties := resource.PropertyMap{
		"data":  resource.MakeSecret(resource.NewObjectProperty(resource.PropertyMap{"key": resource.NewStringProperty("aHVudGVyMjI=")})),
		"other": resource.NewStringProperty("plain"),
	}
	cause := apierrors.NewConflict(schema.GroupResource{Resource: "secrets"}, "x", errors.New("has aHVudGVyMjI= which is hunter22, not plain"))
	err := redact(cause, properties)
	if strings.Contains(err.Error(), "hunter22") || strings.Contains(err.Error(), "aHVudGVyMjI=") {
		t.Errorf("a secret is in %q", err)
	}
	if !strings.Contains(err.Error(), "plain") {
		t.Errorf("%q lost what is no secret", err)
	}
	if !apierrors.IsConflict(err) {
		t.Error("the error lost its class")
	}
}

func TestSecretnessIsKept(t *testing.T) {
	given := resource.PropertyMap{
		"kind": resource.NewStringProperty("ConfigMap"),
		"data": resource.NewObjectProperty(resource.PropertyMap{"secret": resource.MakeSecret(resource.NewStringProperty("s"))}),
		"list": resource.NewArrayProperty([]resource.PropertyValue{resource.MakeSecret(resource.NewStringProperty("s"))}),
	}
	live := resource.NewPropertyMapFromMap(map[string]any{
		"kind": "ConfigMap", "data": map[string]any{"secret": "s", "plain": "p"}, "list": []any{"p", "s"},
	})
	copySecretness(live, given)
	data := live["data"].ObjectValue()
	if !data["secret"].IsSecret() || data["plain"].IsSecret() || live["data"].IsSecret() {
		t.Errorf("only one member of data is secret: %v", live["data"])
	}
	if !live["list"].IsSecret() {
		t.Error("a list with a secret element is not secret as a whole")
	}
	secret := resource.NewPropertyMapFromMap(map[string]any{"kind": "Secret", "data": map[string]any{"a": "b"}})
	copySecretness(secret, nil)
	if !secret["data"].IsSecret() {
		t.Error("data of a Secret is only secret when a program says so")
	}
}

func TestBrokenKubeconfigIsNotShown(t *testing.T) {
	_, err := clientConfig(options{kubeconfig: "users:\n- {user: {token: [hunter22}}\n"})
	if err == nil || strings.Contains(err.Error(), "hunter22") {
		t.Errorf("got %v, want an error without the kubeconfig's text", err)
	}
}
