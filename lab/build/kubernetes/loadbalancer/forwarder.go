package loadbalancer

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"sync"

	"k8s.io/klog/v2"
)

// Front is a port that a load balancer listens on, and where it passes connections on to.
type Front struct {
	Listen, Target netip.AddrPort
}

// Forwarder listens for Services and passes their TCP connections on, as a load balancer does that is no address of a node.
// It is not safe for concurrent use: the controller has one worker.
type Forwarder struct {
	// link makes an address one of the node, or takes it away again.
	link    func(address netip.Addr, wanted bool) error
	serving map[string]*serving
}

type serving struct {
	fronts    []Front
	listeners []net.Listener
}

// NewForwarder makes a forwarder that serves nothing.
func NewForwarder(link func(address netip.Addr, wanted bool) error) *Forwarder {
	return &Forwarder{link: link, serving: map[string]*serving{}}
}

// Serve makes a Service's fronts these and no others.
func (f *Forwarder) Serve(service string, fronts []Front) error {
	known := f.serving[service]
	if known != nil && slices.Equal(known.fronts, fronts) {
		return nil
	}
	if err := f.stop(service); err != nil || len(fronts) == 0 {
		return err
	}
	started := &serving{fronts: fronts}
	f.serving[service] = started
	for _, front := range fronts {
		if err := f.link(front.Listen.Addr(), true); err != nil {
			return errors.Join(err, f.stop(service))
		}
		listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", front.Listen.String())
		if err != nil {
			return errors.Join(err, f.stop(service))
		}
		started.listeners = append(started.listeners, listener)
		go accept(listener, front.Target)
	}
	return nil
}

func (f *Forwarder) stop(service string) error {
	known := f.serving[service]
	if known == nil {
		return nil
	}
	delete(f.serving, service)
	for _, listener := range known.listeners {
		_ = listener.Close()
	}
	return f.link(known.fronts[0].Listen.Addr(), false)
}

func accept(listener net.Listener, target netip.AddrPort) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return // it was closed
		}
		go forward(client, target)
	}
}

func forward(client net.Conn, target netip.AddrPort) {
	defer func() { _ = client.Close() }()
	server, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", target.String())
	if err != nil {
		klog.InfoS("Connection is not passed on", "target", target, "reason", err.Error())
		return
	}
	defer func() { _ = server.Close() }()
	var directions sync.WaitGroup
	for _, pair := range [][2]net.Conn{{server, client}, {client, server}} {
		directions.Add(1)
		go func() {
			defer directions.Done()
			_, _ = io.Copy(pair[0], pair[1])
			// The other direction may go on: each end closes its own.
			_ = pair[0].(*net.TCPConn).CloseWrite()
		}()
	}
	directions.Wait()
}
