package loadbalancer

import (
	"net/netip"
	"strings"

	v1 "k8s.io/api/core/v1"
)

// HostnameClass is the loadBalancerClass of Services that get a host name and no address, as some clouds give them.
const HostnameClass = "meshwork.lab/hostname"

// hostnameSuffix ends the names of load balancers. The lab's DNS takes the address out of such a name.
const hostnameSuffix = ".lb.lab.internal"

// hostnameOf is the name of an address: ip-10-201-0-5.lb.lab.internal for 10.201.0.5.
func hostnameOf(address netip.Addr) string {
	return "ip-" + strings.ReplaceAll(address.String(), ".", "-") + hostnameSuffix
}

// addressOf is the address that a name stands for.
func addressOf(hostname string) (netip.Addr, bool) {
	dashed, is := strings.CutSuffix(hostname, hostnameSuffix)
	if !is || !strings.HasPrefix(dashed, "ip-") {
		return netip.Addr{}, false
	}
	address, err := netip.ParseAddr(strings.ReplaceAll(strings.TrimPrefix(dashed, "ip-"), "-", "."))
	return address, err == nil
}

// named says whether a Service is to get a host name.
func named(service *v1.Service) bool {
	class := service.Spec.LoadBalancerClass
	return class != nil && *class == HostnameClass
}

// ingressOf is what the status of a Service with this address says.
func ingressOf(service *v1.Service, address netip.Addr) v1.LoadBalancerIngress {
	if named(service) {
		return v1.LoadBalancerIngress{Hostname: hostnameOf(address)}
	}
	mode := v1.LoadBalancerIPModeVIP
	return v1.LoadBalancerIngress{IP: address.String(), IPMode: &mode}
}

// frontsOf is what has to be served at the address of a Service by us: kube-proxy serves those that its status names itself.
func frontsOf(service *v1.Service, address netip.Addr) []Front {
	if !named(service) {
		return nil
	}
	cluster, err := netip.ParseAddr(service.Spec.ClusterIP)
	if err != nil {
		return nil
	}
	fronts := []Front{}
	for _, port := range service.Spec.Ports {
		if port.Protocol == "" || port.Protocol == v1.ProtocolTCP {
			number := uint16(port.Port) //nolint:gosec // the API server accepts no other ports
			fronts = append(fronts, Front{netip.AddrPortFrom(address, number), netip.AddrPortFrom(cluster, number)})
		}
	}
	return fronts
}
