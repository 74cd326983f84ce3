// Command pulumi-resource-command is the lab's stand-in for the official command plugin, for machines where that cannot be
// had. It has remote.Command, on golang.org/x/crypto/ssh, and local.Command, and refuses everything else by name.
package main

import "meshwork.dev/lab/plugins/provider"

func main() {
	server := newServer()
	provider.MainOf(server.Server, server)
}

func standIn() provider.Plugin {
	return provider.Plugin{
		Name:    "command",
		Version: "1.2.1",
		Resources: map[string]provider.Resource{
			localType:  {Inputs: localInputs()},
			remoteType: {Inputs: remoteInputs()},
		},
	}
}
