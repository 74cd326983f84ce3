package loadbalancer

import (
	"net/netip"
	"slices"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

var updateOptions = metav1.UpdateOptions{FieldManager: "load-balancer"}

// serves says whether a Service is to have an address of this controller.
func (c *Controller) serves(service *v1.Service) bool {
	if service.Spec.Type != v1.ServiceTypeLoadBalancer || service.DeletionTimestamp != nil {
		return false
	}
	class := service.Spec.LoadBalancerClass
	return class == nil || named(service) || slices.Contains(c.classes, *class)
}

// statusAddress is the address that a Service's status names.
func statusAddress(service *v1.Service) (netip.Addr, bool) {
	if len(service.Status.LoadBalancer.Ingress) == 0 {
		return netip.Addr{}, false
	}
	ingress := service.Status.LoadBalancer.Ingress[0]
	if ingress.Hostname != "" {
		return addressOf(ingress.Hostname)
	}
	address, err := netip.ParseAddr(ingress.IP)
	return address, err == nil
}

func keyOf(service *v1.Service) string {
	return service.Namespace + "/" + service.Name
}
