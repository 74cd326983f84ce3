// Command pulumi-resource-random is the lab's stand-in for the official random plugin, for machines where that cannot be
// had. It has RandomId and RandomPassword and refuses everything else by name.
package main

import "meshwork.dev/lab/plugins/provider"

func main() {
	provider.Main(plugin())
}

func plugin() provider.Plugin {
	return provider.Plugin{
		Name:    "random",
		Version: "4.21.2",
		Resources: map[string]provider.Resource{
			"random:index/randomId:RandomId":             randomID(),
			"random:index/randomPassword:RandomPassword": randomPassword(),
		},
	}
}
