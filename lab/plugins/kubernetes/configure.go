package main

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// CheckConfig accepts a provider's arguments as they are and refuses, by name, those that are not implemented.
func (p *provider) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	news, err := plugin.UnmarshalProperties(req.GetNews(), plugin.MarshalOptions{KeepUnknowns: true, SkipNulls: true})
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.CheckResponse{Inputs: req.GetNews()}
	for _, key := range news.StableKeys() {
		if reason := refuseOption(string(key), news[key]); reason != "" {
			response.Failures = append(response.Failures, &pulumirpc.CheckFailure{Property: string(key), Reason: reason})
		}
	}
	return response, nil
}

// DiffConfig decides whether a changed provider is still the same cluster. With an unchanged clusterIdentifier it always
// is; without one, a change of the active cluster's address or certificates replaces everything in it.
func (p *provider) DiffConfig(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	unmarshal := plugin.MarshalOptions{KeepUnknowns: true, SkipNulls: true}
	olds, err := plugin.UnmarshalProperties(req.GetOlds(), unmarshal)
	if err != nil {
		return nil, err
	}
	news, err := plugin.UnmarshalProperties(req.GetNews(), unmarshal)
	if err != nil {
		return nil, err
	}
	diff := olds.Diff(news)
	if diff == nil {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
	}
	response := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_SOME}
	for _, key := range diff.ChangedKeys() {
		response.Diffs = append(response.Diffs, string(key))
	}
	if diff.Same(identifierKey) && news.HasValue(identifierKey) {
		return response, nil
	}
	if diff.Updated(identifierKey) {
		response.Replaces = append(response.Replaces, string(identifierKey))
	}
	return response, replacesOfCluster(olds, news, diff, response)
}

const identifierKey resource.PropertyKey = "clusterIdentifier"

// clusterKeys are the arguments that together say which cluster is meant.
var clusterKeys = []resource.PropertyKey{"kubeconfig", "context", "cluster"}

func replacesOfCluster(olds, news resource.PropertyMap, diff *resource.ObjectDiff, response *pulumirpc.DiffResponse) error {
	for _, key := range clusterKeys {
		if news[key].IsComputed() {
			// Whether an unknown value names another cluster cannot be told, so the safe answer is that it does.
			response.Diffs = []string{string(key)}
			response.Replaces = append(response.Replaces, string(key))
			return nil
		}
	}
	same, err := sameCluster(olds, news)
	if err != nil || same {
		return err
	}
	for _, key := range clusterKeys {
		if diff.Changed(key) {
			response.Replaces = append(response.Replaces, string(key))
		}
	}
	return nil
}

// Configure connects the plugin to its cluster. Nothing waits for the cluster here: the first call that needs it does, so
// that the engine can go on with other providers meanwhile.
func (p *provider) Configure(ctx context.Context, req *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	p.engine.announceStandIn(ctx)
	p.options = readOptions(req.GetVariables())
	p.cluster = newCluster(p.options)
	go p.cluster.prefetch()
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, SupportsPreview: true, SupportsAutonamingConfiguration: true}, nil
}
