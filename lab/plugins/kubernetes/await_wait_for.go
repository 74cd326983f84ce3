package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/util/jsonpath"
)

// parseWaitFor reads the annotation pulumi.com/waitFor: "jsonpath={.a.b}" (present), "jsonpath={.a.b}=value",
// "condition=Type", "condition=Type=Status", or a JSON array of those, all of which must hold.
func parseWaitFor(expression string) (readiness, error) {
	if !strings.HasPrefix(strings.TrimSpace(expression), "[") {
		return parseWaitForOne(expression)
	}
	var each []string
	if err := json.Unmarshal([]byte(expression), &each); err != nil {
		return nil, fmt.Errorf("annotation %s: not a JSON array of strings: %w", annotationWaitFor, err)
	}
	rules := make([]readiness, 0, len(each))
	for _, one := range each {
		rule, err := parseWaitForOne(one)
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	return func(live *unstructured.Unstructured) (bool, string, error) {
		for _, rule := range rules {
			if ready, progress, err := rule(live); !ready {
				return false, progress, err
			}
		}
		return true, "", nil
	}, nil
}

func parseWaitForOne(expression string) (readiness, error) {
	if rest, found := strings.CutPrefix(expression, "condition="); found {
		return waitForCondition(rest), nil
	}
	rest, found := strings.CutPrefix(expression, "jsonpath=")
	if !found {
		return nil, fmt.Errorf("annotation %s: %q starts with neither jsonpath= nor condition=", annotationWaitFor, expression)
	}
	return waitForPath(expression, rest)
}

func waitForCondition(text string) readiness {
	kind, wanted, found := strings.Cut(text, "=")
	if !found {
		wanted = "True"
	}
	return func(live *unstructured.Unstructured) (bool, string, error) {
		_, met := conditionOf(live, kind, wanted)
		return met, fmt.Sprintf("waiting for condition %s=%s", kind, wanted), nil
	}
}

func waitForPath(expression, text string) (readiness, error) {
	end := strings.LastIndex(text, "}")
	if !strings.HasPrefix(text, "{") || end < 0 {
		return nil, fmt.Errorf("annotation %s: %q has no path in braces", annotationWaitFor, expression)
	}
	wanted, compares := strings.CutPrefix(text[end+1:], "=")
	if !compares && text[end+1:] != "" {
		return nil, fmt.Errorf("annotation %s: %q has something other than =VALUE after its path", annotationWaitFor, expression)
	}
	path := jsonpath.New(annotationWaitFor).AllowMissingKeys(true)
	if err := path.Parse(text[:end+1]); err != nil {
		return nil, fmt.Errorf("annotation %s: %q: %w", annotationWaitFor, expression, err)
	}
	return func(live *unstructured.Unstructured) (bool, string, error) {
		results, err := path.FindResults(live.Object)
		if err != nil {
			// An index into a list that is still empty is an error to the library, and only "not yet" here.
			return false, "waiting for " + expression, nil
		}
		values := 0
		for _, result := range results {
			for _, value := range result {
				if !value.IsValid() {
					continue
				}
				if compares && fmt.Sprint(value.Interface()) != wanted {
					return false, "waiting for " + expression, nil
				}
				values++
			}
		}
		if values == 0 {
			return false, "waiting for " + expression, nil
		}
		return true, "", nil
	}, nil
}
