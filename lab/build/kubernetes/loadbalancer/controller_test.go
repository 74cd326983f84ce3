package loadbalancer

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/fake"
)

func TestServicesGetDifferentAddresses(t *testing.T) {
	lab := start(t, "10.201.0.0/24", service("one"), service("two"))
	first, second := lab.address("one"), lab.address("two")
	if first == second {
		t.Fatalf("both Services got %s", first)
	}
}

func TestOtherClassesAndTypesAreLeftAlone(t *testing.T) {
	foreign, cluster := service("foreign"), service("cluster")
	class := "example.com/other"
	foreign.Spec.LoadBalancerClass = &class
	cluster.Spec.Type = v1.ServiceTypeClusterIP
	lab := start(t, "10.201.0.0/24", foreign, cluster, service("ours"))
	lab.address("ours")
	for _, name := range []string{"foreign", "cluster"} {
		if got := lab.get(name).Status.LoadBalancer.Ingress; len(got) != 0 {
			t.Errorf("%s got %v", name, got)
		}
	}
}

func TestConfiguredClassIsServed(t *testing.T) {
	ours := service("ours")
	class := "meshwork.lab/load-balancer"
	ours.Spec.LoadBalancerClass = &class
	start(t, "10.201.0.0/24", ours).address("ours")
}

func TestAddressesOfAnEarlierRunAreKept(t *testing.T) {
	kept := service("zz-kept")
	kept.Status.LoadBalancer.Ingress = []v1.LoadBalancerIngress{{IP: "10.201.0.1"}}
	lab := start(t, "10.201.0.0/24", service("aa-new"), kept)
	if got := lab.address("aa-new"); got != "10.201.0.2" {
		t.Errorf("the new Service got %s", got)
	}
	if got := lab.address("zz-kept"); got != "10.201.0.1" {
		t.Errorf("the old Service has %s now", got)
	}
}

func TestWantedAddress(t *testing.T) {
	wanted := service("wanted")
	wanted.Spec.LoadBalancerIP = "10.201.0.77"
	lab := start(t, "10.201.0.0/24", wanted)
	if got := lab.address("wanted"); got != "10.201.0.77" {
		t.Errorf("got %s", got)
	}
	again := service("again")
	again.Spec.LoadBalancerIP = "10.201.0.77"
	lab.create(again)
	lab.event("belongs to Service test/wanted")
}

func TestExhaustedRangeIsReportedAndServedWhenFreed(t *testing.T) {
	lab := start(t, "10.201.0.0/30", service("one"), service("two"))
	lab.address("one")
	freed := lab.address("two")
	lab.create(service("three"))
	lab.event(ErrExhausted.Error())
	lab.delete("two")
	if got := lab.address("three"); got != freed {
		t.Errorf("got %s instead of the freed %s", got, freed)
	}
}

func TestAddressIsTakenBackWhenTheTypeChanges(t *testing.T) {
	lab := start(t, "10.201.0.0/24", service("one"))
	lab.address("one")
	changed := lab.get("one")
	changed.Spec.Type = v1.ServiceTypeClusterIP
	lab.update(changed)
	lab.until("one", func(s *v1.Service) bool { return len(s.Status.LoadBalancer.Ingress) == 0 })
	lab.create(service("two"))
	if got := lab.address("two"); got != "10.201.0.1" {
		t.Errorf("got %s", got)
	}
}

func TestHostNameInsteadOfAnAddress(t *testing.T) {
	named := service("named")
	class := HostnameClass
	named.Spec.LoadBalancerClass = &class
	lab := start(t, "10.201.0.0/24", named)
	got := lab.until("named", func(s *v1.Service) bool { return len(s.Status.LoadBalancer.Ingress) == 1 }).Status.LoadBalancer.Ingress[0]
	if got.Hostname != "ip-10-201-0-1.lb.lab.internal" || got.IP != "" {
		t.Errorf("got %v", got)
	}
}

func TestNameOfAnEarlierRunIsKept(t *testing.T) {
	kept := service("zz-kept")
	class := HostnameClass
	kept.Spec.LoadBalancerClass = &class
	kept.Status.LoadBalancer.Ingress = []v1.LoadBalancerIngress{{Hostname: "ip-10-201-0-1.lb.lab.internal"}}
	lab := start(t, "10.201.0.0/24", service("aa-new"), kept)
	if got := lab.address("aa-new"); got != "10.201.0.2" {
		t.Errorf("the new Service got %s", got)
	}
}

type running struct {
	t      *testing.T
	client *fake.Clientset
}

func start(t *testing.T, addresses string, services ...*v1.Service) running {
	t.Helper()
	client := fake.NewClientset()
	lab := running{t, client}
	for _, s := range services {
		lab.create(s)
	}
	pool, err := NewPool(netip.MustParsePrefix(addresses))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	forwarder := NewForwarder(func(netip.Addr, bool) error { return nil })
	go func() {
		done <- NewController(client, pool, forwarder, []string{"meshwork.lab/load-balancer"}).Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return lab
}

func service(name string) *v1.Service {
	return &v1.Service{
		ObjectMeta: metav1.ObjectMeta{Namespace: "test", Name: name},
		Spec:       v1.ServiceSpec{Type: v1.ServiceTypeLoadBalancer},
	}
}

func (r running) create(s *v1.Service) {
	r.t.Helper()
	r.must(r.client.CoreV1().Services("test").Create(context.Background(), s, metav1.CreateOptions{}))
}

func (r running) update(s *v1.Service) {
	r.t.Helper()
	r.must(r.client.CoreV1().Services("test").Update(context.Background(), s, metav1.UpdateOptions{}))
}

func (r running) delete(name string) {
	r.t.Helper()
	r.must(nil, r.client.CoreV1().Services("test").Delete(context.Background(), name, metav1.DeleteOptions{}))
}

func (r running) get(name string) *v1.Service {
	r.t.Helper()
	return r.must(r.client.CoreV1().Services("test").Get(context.Background(), name, metav1.GetOptions{}))
}

func (r running) must(s *v1.Service, err error) *v1.Service {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// address waits for a Service's address.
func (r running) address(name string) string {
	r.t.Helper()
	return r.until(name, func(s *v1.Service) bool { return len(s.Status.LoadBalancer.Ingress) == 1 }).Status.LoadBalancer.Ingress[0].IP
}

func (r running) until(name string, holds func(*v1.Service) bool) *v1.Service {
	r.t.Helper()
	watched, err := r.client.CoreV1().Services("test").Watch(context.Background(), metav1.ListOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	defer watched.Stop()
	if now := r.get(name); holds(now) {
		return now
	}
	found := await(r.t, watched, fmt.Sprintf("Service %s", name), func(object any) bool {
		s, is := object.(*v1.Service)
		return is && s.Name == name && holds(s)
	})
	return found.(*v1.Service)
}

func (r running) event(text string) {
	r.t.Helper()
	watched, err := r.client.CoreV1().Events("").Watch(context.Background(), metav1.ListOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	defer watched.Stop()
	holds := func(e *v1.Event) bool { return e.Type == v1.EventTypeWarning && strings.Contains(e.Message, text) }
	earlier, err := r.client.CoreV1().Events("").List(context.Background(), metav1.ListOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	for _, e := range earlier.Items {
		if holds(&e) {
			return
		}
	}
	await(r.t, watched, "event "+text, func(object any) bool {
		e, is := object.(*v1.Event)
		return is && holds(e)
	})
}

func await(t *testing.T, watched watch.Interface, what string, holds func(any) bool) any {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		select {
		case event := <-watched.ResultChan():
			if holds(event.Object) {
				return event.Object
			}
		case <-deadline:
			t.Fatalf("%s did not come within 10 s", what)
		}
	}
}
