package loadbalancer

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedv1 "k8s.io/client-go/kubernetes/typed/core/v1"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

// Controller keeps the addresses of a cluster's LoadBalancer Services.
type Controller struct {
	client    kubernetes.Interface
	pool      *Pool
	classes   []string
	factory   informers.SharedInformerFactory
	services  listers.ServiceLister
	nodes     listers.NodeLister
	forwarder *Forwarder
	queue     workqueue.TypedRateLimitingInterface[string]
	events    record.EventRecorder
	broadcast record.EventBroadcaster
	// waiting holds Services that got no address, to be tried again as soon as one is freed.
	waiting map[string]bool
}

// NewController makes a controller over a pool for Services without a class or of one of these classes, and of HostnameClass.
func NewController(client kubernetes.Interface, pool *Pool, forwarder *Forwarder, classes []string) *Controller {
	factory := informers.NewSharedInformerFactory(client, 0)
	broadcast := record.NewBroadcaster()
	return &Controller{
		client:    client,
		pool:      pool,
		classes:   classes,
		factory:   factory,
		services:  factory.Core().V1().Services().Lister(),
		nodes:     factory.Core().V1().Nodes().Lister(),
		forwarder: forwarder,
		queue:     workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[string]()),
		broadcast: broadcast,
		events:    broadcast.NewRecorder(scheme.Scheme, v1.EventSource{Component: "load-balancer"}),
		waiting:   map[string]bool{},
	}
}

// Run serves until the context ends.
func (c *Controller) Run(ctx context.Context) error {
	defer c.broadcast.Shutdown()
	c.broadcast.StartRecordingToSink(&typedv1.EventSinkImpl{Interface: c.client.CoreV1().Events("")})
	services, nodes := c.factory.Core().V1().Services().Informer(), c.factory.Core().V1().Nodes().Informer()
	enqueue := func(object any) {
		if key, err := cache.DeletionHandlingMetaNamespaceKeyFunc(object); err == nil {
			c.queue.Add(key)
		}
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    enqueue,
		UpdateFunc: func(_, object any) { enqueue(object) },
		DeleteFunc: enqueue,
	}
	for _, informer := range []cache.SharedIndexInformer{services, nodes} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return err
		}
	}
	c.factory.Start(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), services.HasSynced, nodes.HasSynced) {
		return ctx.Err()
	}
	if err := c.adopt(); err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		c.queue.ShutDown()
	}()
	for c.next(ctx) {
	}
	return nil
}

// adopt claims the addresses that an earlier run gave, before anything new is given: the oldest Service keeps a disputed one.
func (c *Controller) adopt() error {
	services, err := c.services.List(labels.Everything())
	if err != nil {
		return err
	}
	slices.SortFunc(services, func(a, b *v1.Service) int {
		if older := a.CreationTimestamp.Compare(b.CreationTimestamp.Time); older != 0 {
			return older
		}
		return strings.Compare(keyOf(a), keyOf(b))
	})
	for _, service := range services {
		if address, has := statusAddress(service); has && c.serves(service) {
			if err := c.pool.Claim(keyOf(service), address); err != nil {
				klog.InfoS("Address of an earlier run is not kept", "service", keyOf(service), "reason", err.Error())
			}
		}
	}
	return nil
}

func (c *Controller) next(ctx context.Context) bool {
	key, stopped := c.queue.Get()
	if stopped {
		return false
	}
	defer c.queue.Done(key)
	if err := c.reconcile(ctx, key); err != nil {
		if !apierrors.IsConflict(err) {
			klog.ErrorS(err, "Service or node is tried again", "key", key)
		}
		c.queue.AddRateLimited(key)
		return true
	}
	c.queue.Forget(key)
	return true
}

func (c *Controller) reconcile(ctx context.Context, key string) error {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return err
	}
	if namespace == "" {
		return c.reconcileNode(ctx, name)
	}
	service, err := c.services.Services(namespace).Get(name)
	if apierrors.IsNotFound(err) {
		c.free(key)
		return c.forwarder.Serve(key, nil)
	}
	if err != nil {
		return err
	}
	if !c.serves(service) {
		if err := c.forwarder.Serve(key, nil); err != nil {
			return err
		}
		given, has := statusAddress(service)
		ours := c.free(key) && has && c.pool.Usable(given)
		if ours && service.DeletionTimestamp == nil {
			return c.setStatus(ctx, service, nil)
		}
		return nil
	}
	address, err := c.choose(key, service)
	if err != nil {
		c.waiting[key] = true
		c.events.Event(service, v1.EventTypeWarning, "NoAddress", err.Error())
		return nil
	}
	delete(c.waiting, key)
	// Before the status says so: whoever reads it may connect at once.
	if err := c.forwarder.Serve(key, frontsOf(service, address)); err != nil {
		return err
	}
	if given, has := statusAddress(service); has && given == address && len(service.Status.LoadBalancer.Ingress) == 1 {
		return nil
	}
	if err := c.setStatus(ctx, service, []v1.LoadBalancerIngress{ingressOf(service, address)}); err != nil {
		return err
	}
	c.events.Eventf(service, v1.EventTypeNormal, "AddressGiven", "Load balancer address %s", address)
	return nil
}

func (c *Controller) reconcileNode(ctx context.Context, name string) error {
	node, err := c.nodes.Get(name)
	if err != nil {
		return ignoreGone(err)
	}
	return publishNode(ctx, c.client, node)
}

func (c *Controller) choose(key string, service *v1.Service) (netip.Addr, error) {
	//nolint:staticcheck // deprecated, but still what charts and users set
	wanted := service.Spec.LoadBalancerIP
	if wanted == "" {
		return c.pool.Assign(key)
	}
	address, err := netip.ParseAddr(wanted)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("spec.loadBalancerIP %q is not an address", wanted)
	}
	if err := c.pool.Claim(key, address); err != nil {
		return netip.Addr{}, fmt.Errorf("spec.loadBalancerIP: %w", err)
	}
	return address, nil
}

// free gives a Service's address back and lets those that wait for one try again.
func (c *Controller) free(key string) bool {
	delete(c.waiting, key)
	freed := c.pool.Release(key)
	if freed {
		for waiting := range c.waiting {
			c.queue.Add(waiting)
		}
	}
	return freed
}

func (c *Controller) setStatus(ctx context.Context, service *v1.Service, ingress []v1.LoadBalancerIngress) error {
	changed := service.DeepCopy()
	changed.Status.LoadBalancer = v1.LoadBalancerStatus{Ingress: ingress}
	_, err := c.client.CoreV1().Services(service.Namespace).UpdateStatus(ctx, changed, updateOptions)
	return err
}
