package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"k8s.io/client-go/tools/clientcmd"
	clientapi "k8s.io/client-go/tools/clientcmd/api"
)

// errKubeconfig hides the parser's own message, which may quote a line with a credential.
var errKubeconfig = errors.New("the provider's kubeconfig is not a valid kubeconfig (neither its text nor the parser's message " +
	"is shown, since they may hold credentials); check it with `kubectl config view --kubeconfig FILE`")

// clientConfig reads the kubeconfig that a provider was given: its text, the path of a file, or nothing, which means the
// files that kubectl would use.
func clientConfig(o options) (clientcmd.ClientConfig, error) {
	overrides := &clientcmd.ConfigOverrides{
		CurrentContext: o.context,
		Context:        clientapi.Context{Cluster: o.cluster, Namespace: o.namespace},
	}
	if o.kubeconfig == "" {
		return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(clientcmd.NewDefaultClientConfigLoadingRules(), overrides), nil
	}
	text, err := kubeconfigText(o.kubeconfig)
	if err != nil {
		return nil, err
	}
	config, err := clientcmd.Load(text)
	if err != nil {
		return nil, errKubeconfig
	}
	current := o.context
	if current == "" {
		current = config.CurrentContext
	}
	if _, found := config.Contexts[current]; !found {
		return nil, fmt.Errorf("the provider's kubeconfig has no context %q", current)
	}
	return clientcmd.NewDefaultClientConfig(*config, overrides), nil
}

// kubeconfigText takes a kubeconfig's text as it is and reads the file of one that is given as a path.
func kubeconfigText(textOrPath string) ([]byte, error) {
	if strings.ContainsAny(textOrPath, "\n{") {
		return []byte(textOrPath), nil
	}
	path, err := expandHome(textOrPath)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the provider's kubeconfig: %w", err)
	}
	return text, nil
}

func expandHome(path string) (string, error) {
	rest, found := strings.CutPrefix(path, "~/")
	if !found {
		return path, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("the provider's kubeconfig path %q needs a home directory: %w", path, err)
	}
	return filepath.Join(home, rest), nil
}

// sameCluster compares the active clusters of two provider configurations. Where one of them cannot be found, they count
// as the same: a provider that only moves from ambient to explicit configuration replaces nothing.
func sameCluster(olds, news resource.PropertyMap) (bool, error) {
	before, err := activeCluster(olds)
	if err != nil {
		return false, err
	}
	after, err := activeCluster(news)
	if err != nil {
		return false, err
	}
	return before == nil || after == nil || reflect.DeepEqual(before, after), nil
}

func activeCluster(arguments resource.PropertyMap) (*clientapi.Cluster, error) {
	var text []byte
	var err error
	switch kubeconfig := arguments["kubeconfig"]; {
	case kubeconfig.IsString():
		text, err = kubeconfigText(kubeconfig.StringValue())
	case kubeconfig.IsObject():
		text, err = json.Marshal(kubeconfig.ObjectValue().Mappable())
	default:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	config, err := clientcmd.Load(text)
	if err != nil {
		return nil, errKubeconfig
	}
	current := config.CurrentContext
	if override := arguments["context"]; override.IsString() {
		current = override.StringValue()
	}
	active, found := config.Contexts[current]
	if !found {
		return nil, nil
	}
	if override := arguments["cluster"]; override.IsString() {
		return config.Clusters[override.StringValue()], nil
	}
	return config.Clusters[active.Cluster], nil
}
