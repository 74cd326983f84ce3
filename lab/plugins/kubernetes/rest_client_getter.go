package main

import (
	"k8s.io/apimachinery/pkg/api/meta"
	apiversion "k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientapi "k8s.io/client-go/tools/clientcmd/api"
)

// The Helm library asks for its connection through these methods; it gets the plugin's own, with its caches.

// ToRESTConfig implements genericclioptions.RESTClientGetter.
func (c *cluster) ToRESTConfig() (*rest.Config, error) { return c.rest, c.broken }

// ToDiscoveryClient implements genericclioptions.RESTClientGetter.
func (c *cluster) ToDiscoveryClient() (discovery.CachedDiscoveryInterface, error) {
	return c.discovery, c.broken
}

// ToRESTMapper implements genericclioptions.RESTClientGetter.
func (c *cluster) ToRESTMapper() (meta.RESTMapper, error) { return c.mapper, c.broken }

// ToRawKubeConfigLoader implements genericclioptions.RESTClientGetter. Only the default namespace is read from it.
func (c *cluster) ToRawKubeConfigLoader() clientcmd.ClientConfig {
	return clientcmd.NewDefaultClientConfig(clientapi.Config{}, &clientcmd.ConfigOverrides{Context: clientapi.Context{Namespace: c.namespace}})
}

// serverVersion asks once, however many charts a program has.
func (c *cluster) serverVersion() (*apiversion.Info, error) { return c.versionOnce() }
