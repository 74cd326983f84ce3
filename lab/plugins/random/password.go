package main

import (
	"crypto/rand"
	"fmt"
	"math/big"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/bcrypt"
	"meshwork.dev/lab/plugins/provider"
)

// bcrypt takes no more than this from a password; the rest does not count.
const bcryptLimit = 72

// characterClass is a set of characters with the inputs that allow it and ask for a number of them.
type characterClass struct {
	allowed, minimum resource.PropertyKey
	characters       string
}

func characterClasses(planned resource.PropertyMap) []characterClass {
	special := "!@#$%&*()-_=+[]{}<>:?"
	if given, ok := planned["overrideSpecial"]; ok && given.StringValue() != "" {
		special = given.StringValue()
	}
	return []characterClass{
		{"lower", "minLower", "abcdefghijklmnopqrstuvwxyz"},
		{"upper", "minUpper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
		{"numeric", "minNumeric", "0123456789"},
		{"special", "minSpecial", special},
	}
}

func randomPassword() provider.Resource {
	allowed := provider.Property{Kind: provider.Bool, Default: true}
	minimum := provider.Property{Kind: provider.Number, Default: 0}
	return provider.Resource{
		Inputs: map[string]provider.Property{
			"length":  {Kind: provider.Number, Required: true, Minimum: 1},
			"keepers": {Kind: provider.Map},
			"lower":   allowed, "upper": allowed, "special": allowed, "numeric": {Kind: provider.Bool, Computed: true},
			// The old name of numeric.
			"number":   {Kind: provider.Bool, Computed: true},
			"minLower": minimum, "minUpper": minimum, "minNumeric": minimum, "minSpecial": minimum,
			"overrideSpecial": {Kind: provider.String},
		},
		Outputs:       []string{"result", "bcryptHash"},
		SecretOutputs: []string{"result", "bcryptHash"},
		Check:         checkPassword,
		Plan:          planNumeric,
		Create:        createPassword,
	}
}

// planNumeric keeps the two names of one input the same.
func planNumeric(planned resource.PropertyMap) {
	number, hasNumber := planned["number"]
	numeric, hasNumeric := planned["numeric"]
	switch {
	case hasNumeric && !hasNumber:
		planned["number"] = numeric
	case hasNumber && !hasNumeric:
		planned["numeric"] = number
	case !hasNumber && !hasNumeric:
		planned["number"], planned["numeric"] = resource.NewProperty(true), resource.NewProperty(true)
	}
}

func checkPassword(inputs resource.PropertyMap) []provider.Failure {
	number, hasNumber := inputs["number"]
	numeric, hasNumeric := inputs["numeric"]
	if hasNumber && hasNumeric && !number.DeepEquals(numeric) {
		return []provider.Failure{{Path: "number", Reason: "is the old name of numeric and must not differ from it"}}
	}
	asked := 0.0
	for _, class := range characterClasses(inputs) {
		if minimum := inputs[class.minimum]; minimum.IsNumber() {
			asked += minimum.NumberValue()
		}
	}
	if length := inputs["length"]; length.IsNumber() && length.NumberValue() < asked {
		return []provider.Failure{{Path: "length", Reason: fmt.Sprintf(
			"must be at least the sum of minLower, minUpper, minNumeric and minSpecial, which is %v, got %v",
			asked, length.NumberValue())}}
	}
	return nil
}

func createPassword(planned resource.PropertyMap) (string, resource.PropertyMap, error) {
	password, err := generatePassword(planned)
	if err != nil {
		return "", nil, err
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password[:min(len(password), bcryptLimit)]), bcrypt.DefaultCost)
	if err != nil {
		return "", nil, fmt.Errorf("could not make the bcrypt hash: %w", err)
	}
	return "none", resource.PropertyMap{
		"result":     resource.NewProperty(password),
		"bcryptHash": resource.NewProperty(string(hash)),
	}, nil
}

// generatePassword takes what each class must have, fills up from all allowed classes, and puts it into random order.
func generatePassword(planned resource.PropertyMap) (string, error) {
	length := int(planned["length"].NumberValue())
	var password []byte
	all := ""
	for _, class := range characterClasses(planned) {
		if planned[class.allowed].BoolValue() {
			all += class.characters
		}
		for range int(planned[class.minimum].NumberValue()) {
			character, err := randomBelow(len(class.characters))
			if err != nil {
				return "", err
			}
			password = append(password, class.characters[character])
		}
	}
	if all == "" && len(password) < length {
		return "", fmt.Errorf("length is %d, but lower, upper, numeric and special are all false", length)
	}
	for len(password) < length {
		character, err := randomBelow(len(all))
		if err != nil {
			return "", err
		}
		password = append(password, all[character])
	}
	for last := len(password) - 1; last > 0; last-- {
		other, err := randomBelow(last + 1)
		if err != nil {
			return "", err
		}
		password[last], password[other] = password[other], password[last]
	}
	return string(password), nil
}

func randomBelow(limit int) (int, error) {
	number, err := rand.Int(rand.Reader, big.NewInt(int64(limit)))
	if err != nil {
		return 0, fmt.Errorf("could not read random bytes: %w", err)
	}
	return int(number.Int64()), nil
}
