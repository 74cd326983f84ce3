package loadbalancer

import (
	"errors"
	"net/netip"
	"testing"
)

func TestNetworkAndBroadcastAreNeverGiven(t *testing.T) {
	pool, err := NewPool(netip.MustParsePrefix("10.201.0.0/30"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"10.201.0.1", "10.201.0.2"} {
		if got, err := pool.Assign(want); err != nil || got.String() != want {
			t.Errorf("got %v, %v instead of %s", got, err, want)
		}
	}
	if _, err := pool.Assign("one too many"); !errors.Is(err, ErrExhausted) {
		t.Errorf("got %v", err)
	}
}

func TestClaimSwapsAddresses(t *testing.T) {
	pool, _ := NewPool(netip.MustParsePrefix("10.201.0.0/29"))
	first, _ := pool.Assign("service")
	if err := pool.Claim("service", netip.MustParseAddr("10.201.0.5")); err != nil {
		t.Fatal(err)
	}
	if got, _ := pool.Assign("other"); got != first {
		t.Errorf("the address given up for another was not free: got %s", got)
	}
}

func TestUselessRangesAreRefused(t *testing.T) {
	for _, prefix := range []string{"10.201.0.0/31", "fd00::/64"} {
		if _, err := NewPool(netip.MustParsePrefix(prefix)); err == nil {
			t.Errorf("%s was taken", prefix)
		}
	}
}
