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
	var furtherNodes map[string]string
	command := &cobra.Command{
		Use:          "certificates",
		Short:        "Make the certificates and keys of one cluster",
		SilenceUsage: true,
		Args:         cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if nodeAddress == nil || serviceAddress == nil || node == "" || directory == "" {
				return fmt.Errorf("--directory, --node, --node-address and --service-address are all needed")
			}
			further := map[string]net.IP{}
			for name, text := range furtherNodes {
				address := net.ParseIP(text)
				if address == nil {
					return fmt.Errorf("--further-nodes: node %s has %q for an address", name, text)
				}
				further[name] = address
			}
			return write(directory, node, nodeAddress, serviceAddress, further)
		},
	}
	command.Flags().StringVar(&directory, "directory", "", "directory that the files are written to")
	command.Flags().StringVar(&node, "node", "", "name of the node")
	command.Flags().IPVar(&nodeAddress, "node-address", nil, "address of the node, which is also the API server's")
	command.Flags().StringToStringVar(&furtherNodes, "further-nodes", nil, "names and addresses of the other nodes: NAME=ADDRESS,...")
	command.Flags().IPVar(&serviceAddress, "service-address", nil, "cluster address of the kubernetes Service")
	return command
}

// write makes all files. The certificate of the first node's kubelet is kubelet.crt; that of another node is kubelet-NAME.crt.
func write(directory, node string, nodeAddress, serviceAddress net.IP, furtherNodes map[string]net.IP) error {
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
	templates := map[string]*x509.Certificate{
		"apiserver": {
			Subject:     pkix.Name{CommonName: "kube-apiserver"},
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			IPAddresses: []net.IP{nodeAddress, serviceAddress, net.IPv4(127, 0, 0, 1)},
			DNSNames: []string{
				"localhost", node, "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
			},
		},
		"kubelet": kubelet(node, nodeAddress),
		// What the API server shows kubelet when it asks for logs, exec and port-forward.
		"kubelet-client": {
			Subject:     pkix.Name{CommonName: "kube-apiserver-kubelet-client", Organization: []string{"system:masters"}},
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		},
	}
	for name, address := range furtherNodes {
		templates["kubelet-"+name] = kubelet(name, address)
	}
	for name, template := range templates {
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

func kubelet(node string, address net.IP) *x509.Certificate {
	return &x509.Certificate{
		Subject:     pkix.Name{CommonName: "system:node:" + node, Organization: []string{"system:nodes"}},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses: []net.IP{address, net.IPv4(127, 0, 0, 1)},
		DNSNames:    []string{node},
	}
}
