package loadbalancer

import (
	"io"
	"net"
	"net/netip"
	"slices"
	"testing"
)

func TestForwarderPassesBothDirectionsOnUntilItStops(t *testing.T) {
	echo, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = echo.Close() }()
	go func() {
		for {
			connection, err := echo.Accept()
			if err != nil {
				return
			}
			// It answers only once it has seen the end of what was sent.
			text, _ := io.ReadAll(connection)
			_, _ = connection.Write(append([]byte("heard "), text...))
			_ = connection.Close()
		}
	}()
	linked := []bool{}
	forwarder := NewForwarder(func(_ netip.Addr, wanted bool) error {
		linked = append(linked, wanted)
		return nil
	})
	listen := freeAddress(t)
	fronts := []Front{{listen, netip.MustParseAddrPort(echo.Addr().String())}}
	for range 2 {
		if err := forwarder.Serve("test/one", fronts); err != nil {
			t.Fatal(err)
		}
	}
	connection, err := net.Dial("tcp", listen.String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connection.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	_ = connection.(*net.TCPConn).CloseWrite()
	if got, err := io.ReadAll(connection); err != nil || string(got) != "heard hello" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := forwarder.Serve("test/one", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := net.Dial("tcp", listen.String()); err == nil {
		t.Error("it listens although it was stopped")
	}
	if !slices.Equal(linked, []bool{true, false}) {
		t.Errorf("the address came and went %v", linked)
	}
}

// freeAddress is a local address and a port that nobody listens on.
func freeAddress(t *testing.T) netip.AddrPort {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.77:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return netip.MustParseAddrPort(listener.Addr().String())
}
