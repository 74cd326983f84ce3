// Package certificates makes the certificates and keys of one lab cluster. They are made before anything is started, so that
// every kubeconfig can be written, and every program started, without waiting for one that signs itself.
package certificates

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"os"

	"github.com/spf13/cobra"
)

// NewCommand makes the certificates command.
func NewCommand() *cobra.Command {
	var directory, node string
	var nodeAddress, serviceAddress net.IP
	command := &cobra.Command{
		Use:          "certificates",
		Short:        "Make the certificates and keys of one cluster",
		SilenceUsage: true,
		Args:         cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if nodeAddress == nil || serviceAddress == nil || node == "" || directory == "" {
				return fmt.Errorf("--directory, --node, --node-address and --service-address are all needed")
			}
			return write(directory, node, nodeAddress, serviceAddress)
		},
	}
	command.Flags().StringVar(&directory, "directory", "", "directory that the files are written to")
	command.Flags().StringVar(&node, "node", "", "name of the node")
	command.Flags().IPVar(&nodeAddress, "node-address", nil, "address of the node, which is also the API server's")
	command.Flags().IPVar(&serviceAddress, "service-address", nil, "cluster address of the kubernetes Service")
	return command
}

func write(directory, node string, nodeAddress, serviceAddress net.IP) error {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	authority, err := newAuthority(node + " lab cluster")
	if err != nil {
		return err
	}
	if err := authority.save(directory, "ca"); err != nil {
		return err
	}
	for name, template := range map[string]*x509.Certificate{
		"apiserver": {
			Subject:     pkix.Name{CommonName: "kube-apiserver"},
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			IPAddresses: []net.IP{nodeAddress, serviceAddress, net.IPv4(127, 0, 0, 1)},
			DNSNames: []string{
				"localhost", node, "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
			},
		},
		"kubelet": {
			Subject:     pkix.Name{CommonName: "system:node:" + node, Organization: []string{"system:nodes"}},
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			IPAddresses: []net.IP{nodeAddress, net.IPv4(127, 0, 0, 1)},
			DNSNames:    []string{node},
		},
		// What the API server shows kubelet when it asks for logs, exec and port-forward.
		"kubelet-client": {
			Subject:     pkix.Name{CommonName: "kube-apiserver-kubelet-client", Organization: []string{"system:masters"}},
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		},
	} {
		issued, err := authority.issue(template)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := issued.save(directory, name); err != nil {
			return err
		}
	}
	key, err := newKey()
	if err != nil {
		return err
	}
	return saveKey(directory, "service-account", key)
}
