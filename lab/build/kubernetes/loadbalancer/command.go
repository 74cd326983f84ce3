// Package loadbalancer gives LoadBalancer Services addresses of a range that the lab routes to the cluster's node, where
// kube-proxy serves them, or host names, for which it serves itself. It also says by which address a node is reached from
// outside. It is to the lab what a cloud's controller is elsewhere.
package loadbalancer

import (
	"fmt"
	"net/netip"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// NewCommand makes the load-balancer command.
func NewCommand() *cobra.Command {
	var kubeconfig, addresses string
	var classes []string
	command := &cobra.Command{
		Use:          "load-balancer",
		Short:        "Give Services of type LoadBalancer addresses of a range",
		SilenceUsage: true,
		Args:         cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			prefix, err := netip.ParsePrefix(addresses)
			if err != nil {
				return fmt.Errorf("--range %q is not a range such as 10.201.0.0/24: %w", addresses, err)
			}
			pool, err := NewPool(prefix)
			if err != nil {
				return fmt.Errorf("--range %q: %w", addresses, err)
			}
			config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
			if err != nil {
				return fmt.Errorf("--kubeconfig %q: %w", kubeconfig, err)
			}
			client, err := kubernetes.NewForConfig(config)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(command.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			if err := clearLoopback(prefix); err != nil {
				return err
			}
			return NewController(client, pool, NewForwarder(linkLoopback), classes).Run(ctx)
		},
	}
	command.Flags().StringVar(&kubeconfig, "kubeconfig", "", "kubeconfig file of the cluster whose Services are served")
	command.Flags().StringVar(&addresses, "range", "", "range that addresses are taken from, e.g. 10.201.0.0/24")
	command.Flags().StringSliceVar(&classes, "class", nil, "loadBalancerClass to serve besides Services without one (repeatable)")
	for _, required := range []string{"kubeconfig", "range"} {
		if err := command.MarkFlagRequired(required); err != nil {
			panic(err)
		}
	}
	return command
}
