package main

import (
	"errors"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	apiversion "k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// cluster is the one connection that a plugin process has to its cluster. What the API server serves is asked once and
// kept for the life of the process, which is one preview or update.
type cluster struct {
	namespace string
	rest      *rest.Config
	dynamic   dynamic.Interface
	discovery discovery.CachedDiscoveryInterface
	mapper    *restmapper.DeferredDiscoveryRESTMapper

	connect     sync.Once
	broken      error
	unreachable error

	// versionOnce is a field and no method, because sync.OnceValues keeps what it answered.
	versionOnce func() (*apiversion.Info, error)

	definitions definitions
}

// newCluster prepares a connection and opens none: a bad kubeconfig shows in the first call that needs the cluster.
func newCluster(o options) *cluster {
	c := &cluster{namespace: "default"}
	config, err := clientConfig(o)
	if err != nil {
		c.broken = err
		return c
	}
	if c.rest, err = config.ClientConfig(); err != nil {
		c.broken = fmt.Errorf("the provider's kubeconfig: %w", err)
		return c
	}
	if namespace, _, err := config.Namespace(); err == nil && namespace != "" {
		c.namespace = namespace
	}
	// The engine already bounds how much runs at once; client-go's default of 5 requests a second would be the only limit.
	c.rest.QPS = -1
	c.rest.UserAgent = createManager + "/" + version
	// API server warnings reach the user through the resource's own errors; on standard error they have no resource.
	c.rest.WarningHandler = rest.NoWarnings{}
	if c.dynamic, err = dynamic.NewForConfig(c.rest); err != nil {
		c.broken = err
		return c
	}
	client, err := discovery.NewDiscoveryClientForConfig(c.rest)
	if err != nil {
		c.broken = err
		return c
	}
	c.versionOnce = sync.OnceValues(client.ServerVersion)
	c.discovery = memory.NewMemCacheClient(client)
	c.mapper = restmapper.NewDeferredDiscoveryRESTMapper(c.discovery)
	return c
}

// prefetch asks for what the server serves while the engine still evaluates the program.
func (c *cluster) prefetch() { _ = c.reachable() }

// reachable says why the cluster cannot be used, or nothing when it can.
func (c *cluster) reachable() error {
	c.connect.Do(func() {
		if c.broken != nil {
			c.unreachable = c.broken
			return
		}
		if _, err := c.discovery.ServerGroups(); err != nil {
			c.unreachable = fmt.Errorf("the API server at %s does not answer: %w", c.rest.Host, err)
		}
	})
	return c.unreachable
}

// refresh forgets what the server serves, for kinds whose definition has been created meanwhile.
func (c *cluster) refresh() { c.mapper.Reset() }

// serves tells whether the API server has a kind.
func (c *cluster) serves(kind schema.GroupVersionKind) bool {
	if c.reachable() != nil {
		return false
	}
	_, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	return err == nil
}

// namespaced tells whether objects of a kind live in namespaces. The server, then definitions that the program is about to
// create are asked; a kind that neither knows is taken to be namespaced, as nearly all custom resources are.
func (c *cluster) namespaced(kind schema.GroupVersionKind) bool {
	if namespaced, known := c.definitions.namespaced(kind.GroupKind()); known {
		return namespaced
	}
	if c.reachable() != nil {
		return true
	}
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return true
	}
	return mapping.Scope.Name() == meta.RESTScopeNameNamespace
}

// resourceFor is the client for an object's kind and namespace.
func (c *cluster) resourceFor(object *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	if err := c.reachable(); err != nil {
		return nil, err
	}
	kind := object.GroupVersionKind()
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, err
	}
	resources := c.dynamic.Resource(mapping.Resource)
	if mapping.Scope.Name() != meta.RESTScopeNameNamespace {
		return resources, nil
	}
	namespace := object.GetNamespace()
	if namespace == "" {
		namespace = c.namespace
	}
	return resources.Namespace(namespace), nil
}

// isNoMatch finds a "no such kind" below other errors, which meta.IsNoMatchError does not look through.
func isNoMatch(err error) bool {
	var kind *meta.NoKindMatchError
	var resource *meta.NoResourceMatchError
	return errors.As(err, &kind) || errors.As(err, &resource)
}
