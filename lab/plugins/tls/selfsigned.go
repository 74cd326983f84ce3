package main

import (
	"crypto/x509"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

func selfSignedCert() provider.Resource {
	return provider.Resource{
		Inputs: certificateInputs(nameInputs(map[string]provider.Property{
			"privateKeyPem":     {Kind: provider.String, Required: true, Secret: true},
			"setAuthorityKeyId": {Kind: provider.Bool, Default: false},
		})),
		Outputs: []string{"certPem", "keyAlgorithm", "validityStartTime", "validityEndTime"},
		Plan:    planRenewal,
		Diff:    diffRenewal,
		Refresh: refreshRenewal,
		Create:  createSelfSignedCert,
	}
}

func createSelfSignedCert(planned resource.PropertyMap) (string, resource.PropertyMap, error) {
	key, algorithm, err := keyOf(planned, "privateKeyPem")
	if err != nil {
		return "", nil, err
	}
	names, err := namesOf(planned)
	if err != nil {
		return "", nil, err
	}
	template := &x509.Certificate{
		Subject: names.subject, DNSNames: names.dns, IPAddresses: names.ips, URIs: names.uris,
	}
	id, outputs, err := signCertificate(planned, template, template, key.Public(), key)
	if err != nil {
		return "", nil, err
	}
	outputs["keyAlgorithm"] = resource.NewProperty(algorithm)
	return id, outputs, nil
}
