package main

import (
	"crypto/x509"
	"fmt"

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
	key, err := parsePrivateKey(textOf(planned, "privateKeyPem"))
	if err != nil {
		return "", nil, fmt.Errorf("privateKeyPem: %w", err)
	}
	algorithm, err := algorithmOf(key)
	if err != nil {
		return "", nil, fmt.Errorf("privateKeyPem: %w", err)
	}
	template := &x509.Certificate{Subject: subjectOf(planned), DNSNames: listOf(planned, "dnsNames")}
	if template.IPAddresses, err = ipAddressesOf(planned); err != nil {
		return "", nil, err
	}
	if template.URIs, err = urisOf(planned); err != nil {
		return "", nil, err
	}
	id, outputs, err := signCertificate(planned, template, template, key.Public(), key)
	if err != nil {
		return "", nil, err
	}
	outputs["keyAlgorithm"] = resource.NewProperty(algorithm)
	return id, outputs, nil
}
