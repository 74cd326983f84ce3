// Command pulumi-resource-tls is the lab's stand-in for the official tls plugin, for machines where that cannot be had.
// It has the four resource types that make a certificate authority, on crypto/x509, and refuses everything else by name.
package main

import "meshwork.dev/lab/plugins/provider"

func main() {
	provider.Main(plugin())
}

func plugin() provider.Plugin {
	return provider.Plugin{
		Name:    "tls",
		Version: "5.6.1",
		Resources: map[string]provider.Resource{
			"tls:index/privateKey:PrivateKey":               privateKey(),
			"tls:index/selfSignedCert:SelfSignedCert":       selfSignedCert(),
			"tls:index/certRequest:CertRequest":             certRequest(),
			"tls:index/locallySignedCert:LocallySignedCert": locallySignedCert(),
		},
	}
}
