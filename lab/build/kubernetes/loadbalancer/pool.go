package loadbalancer

import (
	"errors"
	"fmt"
	"net/netip"
)

// ErrExhausted says that every address of the range belongs to a Service.
var ErrExhausted = errors.New("every address of the range is in use")

// Pool remembers which Service holds which address of a range. It is not safe for concurrent use: the controller has one worker.
type Pool struct {
	prefix  netip.Prefix
	holders map[netip.Addr]string
	held    map[string]netip.Addr
}

// NewPool makes an empty pool over an IPv4 range with room for at least one address.
func NewPool(prefix netip.Prefix) (*Pool, error) {
	if !prefix.Addr().Is4() || prefix.Bits() > 30 {
		return nil, fmt.Errorf("an IPv4 range of /30 or larger is needed, found %s", prefix)
	}
	return &Pool{prefix: prefix.Masked(), holders: map[netip.Addr]string{}, held: map[string]netip.Addr{}}, nil
}

// Usable says whether an address belongs to the range and is neither its network nor its broadcast address.
func (p *Pool) Usable(address netip.Addr) bool {
	return p.prefix.Contains(address) && address != p.prefix.Addr() && p.prefix.Contains(address.Next())
}

// Claim gives one particular address to a Service, in exchange for the one it held.
func (p *Pool) Claim(service string, address netip.Addr) error {
	if !p.Usable(address) {
		return fmt.Errorf("%s is not an address of %s", address, p.prefix)
	}
	if holder, taken := p.holders[address]; taken && holder != service {
		return fmt.Errorf("%s belongs to Service %s", address, holder)
	}
	p.Release(service)
	p.holders[address] = service
	p.held[service] = address
	return nil
}

// Assign gives a Service the address that it holds already, else the lowest free one.
func (p *Pool) Assign(service string) (netip.Addr, error) {
	if address, has := p.held[service]; has {
		return address, nil
	}
	for address := p.prefix.Addr().Next(); p.Usable(address); address = address.Next() {
		if _, taken := p.holders[address]; !taken {
			return address, p.Claim(service, address)
		}
	}
	return netip.Addr{}, ErrExhausted
}

// Release frees what a Service holds and says whether it held anything.
func (p *Pool) Release(service string) bool {
	address, has := p.held[service]
	delete(p.holders, address)
	delete(p.held, service)
	return has
}
