package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"testing"
)

func TestCertificatesLeadToTheClustersAuthority(t *testing.T) {
	directory := t.TempDir()
	further := map[string]net.IP{"east-2": net.ParseIP("10.0.1.2")}
	if err := write(directory, "east", net.ParseIP("10.0.1.1"), net.ParseIP("10.101.0.1"), further); err != nil {
		t.Fatal(err)
	}
	authority, err := os.ReadFile(filepath.Join(directory, "ca.crt"))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	for name, want := range map[string]struct {
		host  string
		usage x509.ExtKeyUsage
	}{
		"apiserver":      {"10.101.0.1", x509.ExtKeyUsageServerAuth},
		"kubelet":        {"10.0.1.1", x509.ExtKeyUsageServerAuth},
		"kubelet-east-2": {"10.0.1.2", x509.ExtKeyUsageServerAuth},
		"kubelet-client": {"", x509.ExtKeyUsageClientAuth},
	} {
		pair, err := tls.LoadX509KeyPair(filepath.Join(directory, name+".crt"), filepath.Join(directory, name+".key"))
		if err != nil {
			t.Fatal(err)
		}
		options := x509.VerifyOptions{Roots: roots, DNSName: want.host, KeyUsages: []x509.ExtKeyUsage{want.usage}}
		if _, err := pair.Leaf.Verify(options); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeysAreNotReadableByOthers(t *testing.T) {
	directory := t.TempDir()
	if err := write(directory, "east", net.ParseIP("10.0.1.1"), net.ParseIP("10.101.0.1"), nil); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(directory, "*.key"))
	if len(files) != 5 {
		t.Errorf("found keys %v", files)
	}
	for _, file := range files {
		if info, _ := os.Stat(file); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", file, info.Mode())
		}
	}
}
