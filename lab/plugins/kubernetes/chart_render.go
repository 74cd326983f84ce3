package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	chartloader "helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/cli"
	kubefake "helm.sh/helm/v4/pkg/kube/fake"
	"helm.sh/helm/v4/pkg/registry"
	release "helm.sh/helm/v4/pkg/release/v1"
	"k8s.io/client-go/discovery"
)

// renderChart does what `helm template --dry-run=server` does: capabilities and lookups come from the cluster, hooks are
// left out, and nothing is sent to it.
func (p *provider) renderChart(ctx context.Context, arguments *chartArguments) (string, error) {
	capabilities, err := p.capabilities()
	if err != nil {
		return "", err
	}
	configuration := action.NewConfiguration(action.ConfigurationSetLogger(slog.DiscardHandler))
	configuration.Capabilities = capabilities
	configuration.KubeClient = &kubefake.PrintingKubeClient{Out: io.Discard, LogOutput: io.Discard}
	configuration.RESTClientGetter = p.cluster

	install := action.NewInstall(configuration)
	install.DryRunStrategy = action.DryRunServer
	install.DisableHooks = true
	install.DisableOpenAPIValidation = true
	install.IncludeCRDs = !arguments.skipCRDs
	install.SkipCRDs = true
	install.ReleaseName = arguments.name
	install.Namespace = arguments.namespace
	install.RepoURL = arguments.repository.url
	install.Username = arguments.repository.username
	install.Password = arguments.repository.password
	install.Version = arguments.version
	install.Devel = arguments.devel
	if install.Version == "" && arguments.devel {
		install.Version = ">0.0.0-0"
	}

	path, err := locateChart(install, arguments.chart)
	if err != nil {
		return "", err
	}
	loaded, err := chartloader.Load(path)
	if err != nil {
		return "", err
	}
	rendered, err := install.RunWithContext(ctx, loaded, arguments.values)
	if err != nil {
		return "", err
	}
	made, ok := rendered.(*release.Release)
	if !ok {
		return "", fmt.Errorf("the Helm library answered a release of unknown form %T", rendered)
	}
	return made.Manifest, nil
}

// locateChart finds a directory, or downloads the chart that a repository or registry has.
func locateChart(install *action.Install, name string) (string, error) {
	settings := cli.New()
	if registry.IsOCI(name) {
		client, err := registry.NewClient(registry.ClientOptWriter(io.Discard), registry.ClientOptCredentialsFile(settings.RegistryConfig))
		if err != nil {
			return "", err
		}
		install.SetRegistryClient(client)
	}
	return install.LocateChart(name, settings)
}

// capabilities is what templates see as .Capabilities.
func (p *provider) capabilities() (*common.Capabilities, error) {
	server, err := p.cluster.serverVersion()
	if err != nil {
		return nil, fmt.Errorf("asking the API server for its version: %w", err)
	}
	versions, err := action.GetVersionSet(p.cluster.discovery)
	if err != nil && !discovery.IsGroupDiscoveryFailedError(err) {
		return nil, fmt.Errorf("asking the API server what it serves: %w", err)
	}
	return &common.Capabilities{
		APIVersions: versions,
		KubeVersion: common.KubeVersion{Version: server.GitVersion, Major: server.Major, Minor: server.Minor},
		HelmVersion: common.DefaultCapabilities.HelmVersion,
	}, nil
}
