// Command agnhost is the part of Kubernetes' agnhost test image that verify uses: its netexec server.
package main

import (
	"os"

	"github.com/spf13/cobra"
	"k8s.io/kubernetes/test/images/agnhost/netexec"
)

func main() {
	root := &cobra.Command{Use: "agnhost"}
	root.AddCommand(netexec.CmdNetexec)
	if err := root.Execute(); err != nil {
		os.Exit(1)
	}
}
