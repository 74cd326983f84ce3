package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// chartArguments are the arguments of helm.v4.Chart that are implemented.
type chartArguments struct {
	name           string
	namespace      string
	chart          string
	version        string
	devel          bool
	repository     repository
	values         map[string]any
	skipCRDs       bool
	skipAwait      bool
	resourcePrefix string
}

var servedChartArguments = []string{
	"chart", "devel", "name", "namespace", "repositoryOpts", "resourcePrefix", "skipAwait", "skipCrds", "values", "version",
}

// readChartArguments reads a chart's arguments; nil when any of them is unknown.
func readChartArguments(req *pulumirpc.ConstructRequest) (*chartArguments, error) {
	// Nulls are kept: among values they mean that a chart's default is to go.
	inputs, err := plugin.UnmarshalProperties(req.GetInputs(), plugin.MarshalOptions{KeepUnknowns: true})
	if err != nil {
		return nil, fmt.Errorf("malformed arguments: %w", err)
	}
	for key, value := range inputs {
		if !value.IsNull() && !slices.Contains(servedChartArguments, string(key)) {
			return nil, fmt.Errorf("meshwork's stand-in kubernetes plugin does not implement the argument %q of %s; it implements %s",
				key, chartType, strings.Join(servedChartArguments, ", "))
		}
	}
	if resource.NewObjectProperty(inputs).ContainsUnknowns() {
		return nil, nil
	}
	repository, err := readRepository(inputs["repositoryOpts"])
	if err != nil {
		return nil, err
	}
	arguments := &chartArguments{
		name: text(inputs, "name"), namespace: text(inputs, "namespace"), chart: text(inputs, "chart"),
		version: text(inputs, "version"), devel: truth(inputs, "devel"), repository: repository,
		skipCRDs: truth(inputs, "skipCrds"), skipAwait: truth(inputs, "skipAwait"), resourcePrefix: req.GetName(),
		values: map[string]any{},
	}
	if arguments.chart == "" {
		return nil, fmt.Errorf("%s %q: the argument chart is missing: give a directory, a name with repositoryOpts.repo, or an oci:// reference",
			chartType, req.GetName())
	}
	if arguments.name == "" {
		arguments.name = req.GetName()
	}
	if prefix := inputs["resourcePrefix"]; prefix.IsString() {
		arguments.resourcePrefix = prefix.StringValue()
	}
	if values := inputs["values"]; values.IsObject() {
		arguments.values = values.ObjectValue().Mappable()
	}
	return arguments, nil
}

func text(inputs resource.PropertyMap, key resource.PropertyKey) string {
	if value := inputs[key]; value.IsString() {
		return value.StringValue()
	}
	return ""
}

func truth(inputs resource.PropertyMap, key resource.PropertyKey) bool {
	value := inputs[key]
	return value.IsBool() && value.BoolValue()
}

// repository is where a chart comes from, and how that is logged in to.
type repository struct {
	url      string
	username string
	password string
}

var servedRepositoryOptions = []string{"password", "repo", "username"}

// readRepository reads repositoryOpts, of which address and login are implemented.
func readRepository(options resource.PropertyValue) (repository, error) {
	if !options.IsObject() {
		return repository{}, nil
	}
	given := options.ObjectValue()
	for key := range given {
		if !slices.Contains(servedRepositoryOptions, string(key)) {
			return repository{}, fmt.Errorf("meshwork's stand-in kubernetes plugin does not implement repositoryOpts.%s; it implements %s",
				key, strings.Join(servedRepositoryOptions, ", "))
		}
	}
	return repository{url: text(given, "repo"), username: text(given, "username"), password: text(given, "password")}, nil
}
