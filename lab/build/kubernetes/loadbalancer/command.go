// Package loadbalancer gives LoadBalancer Services addresses of a range that the lab routes to the cluster's node.
package loadbalancer

import (
	"github.com/spf13/cobra"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/informers"
)

// NewCommand makes the load-balancer command.
func NewCommand() *cobra.Command {
	return &cobra.Command{Use: "load-balancer", RunE: func(cmd *cobra.Command, _ []string) error {
		c, err := clientcmd.BuildConfigFromFlags("", "")
		if err != nil { return err }
		k, err := kubernetes.NewForConfig(c)
		if err != nil { return err }
		_ = informers.NewSharedInformerFactory(k, 0)
		return nil
	}}
}
