package main

import (
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/bcrypt"
	"meshwork.dev/lab/plugins/provider"
	"meshwork.dev/lab/plugins/provider/replay"
)

func TestAnswersAsTheOfficialPluginWasRecorded(t *testing.T) {
	server := provider.NewServer(plugin())
	made := map[string]bool{
		"id": true, "b64Std": true, "b64Url": true, "dec": true, "hex": true, "result": true, "bcryptHash": true,
	}
	asItIs := func(text string) string { return text }
	for _, call := range replay.Read(t, "../testdata/tls-random", "random") {
		t.Run(call.Where, func(t *testing.T) { replay.Check(t, server, call, asItIs, made) })
	}
}

func TestFormsOfAnID(t *testing.T) {
	id, outputs, err := createID(resource.PropertyMap{
		"byteLength": resource.NewProperty(6.0), "prefix": resource.NewProperty("gen-"),
	})
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || len(bytes) != 6 {
		t.Fatalf("the ID %q should be six bytes in base64: %v", id, err)
	}
	for name, want := range map[resource.PropertyKey]string{
		"hex":    "gen-" + hex.EncodeToString(bytes),
		"dec":    "gen-" + new(big.Int).SetBytes(bytes).String(),
		"b64Std": "gen-" + base64.StdEncoding.EncodeToString(bytes),
		"b64Url": "gen-" + id,
	} {
		if got := outputs[name].StringValue(); got != want {
			t.Errorf("%s is %q, expected %q", name, got, want)
		}
	}
}

func passwordInputs(changes map[resource.PropertyKey]any) resource.PropertyMap {
	inputs := resource.PropertyMap{"length": resource.NewProperty(20.0)}
	for _, name := range []resource.PropertyKey{"lower", "upper", "numeric", "special"} {
		inputs[name] = resource.NewProperty(true)
	}
	for _, name := range []resource.PropertyKey{"minLower", "minUpper", "minNumeric", "minSpecial"} {
		inputs[name] = resource.NewProperty(0.0)
	}
	for name, value := range changes {
		inputs[name] = resource.NewPropertyValue(value)
	}
	return inputs
}

func TestPasswordsHaveWhatIsAskedFor(t *testing.T) {
	_, outputs, err := createPassword(passwordInputs(map[resource.PropertyKey]any{
		"upper": false, "minNumeric": 5, "minSpecial": 4, "overrideSpecial": "_", "length": 80,
	}))
	if err != nil {
		t.Fatal(err)
	}
	password := outputs["result"].StringValue()
	count := func(characters string) int {
		return len(password) - len(strings.Map(func(r rune) rune {
			if strings.ContainsRune(characters, r) {
				return -1
			}
			return r
		}, password))
	}
	upper, digits, special := count("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), count("0123456789"), count("_")
	lower := count("abcdefghijklmnopqrstuvwxyz")
	if upper != 0 || digits < 5 || special < 4 || upper+digits+special+lower != 80 {
		t.Errorf("%d upper, %d lower, %d digits, %d special", upper, lower, digits, special)
	}
	hash := []byte(outputs["bcryptHash"].StringValue())
	if err := bcrypt.CompareHashAndPassword(hash, []byte(password[:bcryptLimit])); err != nil {
		t.Error(err)
	}
}

func TestPasswordsThatCannotBeAreRefused(t *testing.T) {
	inputs := passwordInputs(map[resource.PropertyKey]any{"length": 3, "minNumeric": 2, "minUpper": 2})
	if failures := checkPassword(inputs); len(failures) != 1 || failures[0].Path != "length" {
		t.Errorf("got %v", failures)
	}
	none := passwordInputs(map[resource.PropertyKey]any{
		"lower": false, "upper": false, "numeric": false, "special": false,
	})
	if _, _, err := createPassword(none); err == nil {
		t.Error("a password of no characters at all should be refused")
	}
}
