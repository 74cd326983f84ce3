package main

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/retry"
	"golang.org/x/crypto/ssh"
)

// link is an SSH connection to a machine, by way of a bastion if there is one.
type link struct {
	client *ssh.Client
	// Nil without a bastion.
	bastion *ssh.Client
	// The connection of this machine that carries all of it.
	carrier net.Conn
}

// Close closes the connection to the machine, then the one to the bastion.
func (l *link) Close() {
	_ = l.client.Close()
	if l.bastion != nil {
		_ = l.bastion.Close()
	}
}

// endIn lets everything that is sent or awaited fail after some time.
func (l *link) endIn(rest time.Duration) { _ = l.carrier.SetDeadline(time.Now().Add(rest)) }

// connect connects to the machine that a connection's inputs name.
func (s *server) connect(ctx context.Context, urn string, inputs resource.PropertyMap) (*link, error) {
	machine, err := endpointOf(inputs)
	if err != nil {
		return nil, err
	}
	opened := &link{}
	dial := func() (err error) {
		if opened.carrier, err = s.dialWithin(ctx, machine); err != nil {
			return err
		}
		opened.client, err = handshake(ctx, opened.carrier, machine)
		return err
	}
	proxy, behindBastion := inputs["proxy"]
	if !behindBastion {
		return opened, s.retry(ctx, urn, "Dial", machine.errorLimit, dial)
	}

	bastion, err := endpointOf(proxy.ObjectValue())
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	err = s.retry(ctx, urn, "Dial proxy", bastion.errorLimit, func() (err error) {
		if opened.carrier, err = s.dialWithin(ctx, bastion); err != nil {
			return err
		}
		opened.bastion, err = handshake(ctx, opened.carrier, bastion)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	err = s.retry(ctx, urn, "Dial from proxy", machine.errorLimit, func() error {
		onward, err := opened.bastion.DialContext(ctx, "tcp", machine.address)
		if err != nil {
			return err
		}
		opened.client, err = handshake(ctx, onward, machine)
		return err
	})
	if err != nil {
		_ = opened.bastion.Close()
		return nil, fmt.Errorf("proxy: %w", err)
	}
	return opened, nil
}

func (s *server) dialWithin(ctx context.Context, to endpoint) (net.Conn, error) {
	if to.config.Timeout > 0 {
		var free context.CancelFunc
		ctx, free = context.WithTimeout(ctx, to.config.Timeout)
		defer free()
	}
	return s.dial(ctx, "tcp", to.address)
}

// handshake makes an SSH connection of a connection, and closes that if it fails.
func handshake(ctx context.Context, over net.Conn, with endpoint) (*ssh.Client, error) {
	stop := context.AfterFunc(ctx, func() { _ = over.Close() })
	defer stop()
	connection, channels, requests, err := ssh.NewClientConn(over, with.address, with.config)
	if err != nil {
		return nil, err
	}
	return ssh.NewClient(connection, channels, requests), nil
}

// retry tries something until it succeeds, or has failed more often than its limit allows. The pauses are the library's, as
// with the official plugin.
func (s *server) retry(ctx context.Context, urn, what string, limit int, attempt func() error) error {
	succeeded, _, err := retry.Until(ctx, retry.Acceptor{Accept: func(failures int, _ time.Duration) (bool, any, error) {
		err := attempt()
		if err == nil {
			return true, nil, nil
		}
		if limit >= 0 && failures >= limit {
			return true, nil, fmt.Errorf("after %d failed attempts: %w", failures, err)
		}
		shown := "inf"
		if limit >= 0 {
			shown = strconv.Itoa(limit)
		}
		s.show(ctx, urn, fmt.Sprintf("%s %d/%s failed: retrying", what, failures+1, shown))
		return false, nil, nil
	}})
	if err == nil && !succeeded {
		err = ctx.Err()
	}
	return err
}
