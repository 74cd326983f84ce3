package loadbalancer

import (
	"errors"
	"net/netip"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// linkLoopback makes an address one of the node by its loopback interface, or takes it away again.
func linkLoopback(address netip.Addr, wanted bool) error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	host, err := netlink.ParseAddr(netip.PrefixFrom(address, address.BitLen()).String())
	if err != nil {
		return err
	}
	if wanted {
		err = netlink.AddrAdd(loopback, host)
	} else {
		err = netlink.AddrDel(loopback, host)
	}
	if errors.Is(err, unix.EEXIST) || errors.Is(err, unix.EADDRNOTAVAIL) {
		return nil // it is as it should be
	}
	return err
}

// clearLoopback takes away what an earlier run left.
func clearLoopback(addresses netip.Prefix) error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	found, err := netlink.AddrList(loopback, netlink.FAMILY_V4)
	if err != nil {
		return err
	}
	for _, each := range found {
		if address, is := netip.AddrFromSlice(each.IP.To4()); is && addresses.Contains(address) {
			if err := linkLoopback(address, false); err != nil {
				return err
			}
		}
	}
	return nil
}
