package main

import (
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

func certRequest() provider.Resource {
	return provider.Resource{
		Inputs: nameInputs(map[string]provider.Property{
			"privateKeyPem": {Kind: provider.String, Required: true, Secret: true},
		}),
		Outputs: []string{"certRequestPem", "keyAlgorithm"},
		Create:  createCertRequest,
	}
}

func createCertRequest(planned resource.PropertyMap) (string, resource.PropertyMap, error) {
	key, algorithm, err := keyOf(planned, "privateKeyPem")
	if err != nil {
		return "", nil, err
	}
	names, err := namesOf(planned)
	if err != nil {
		return "", nil, err
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: names.subject, DNSNames: names.dns, IPAddresses: names.ips, URIs: names.uris,
	}, key)
	if err != nil {
		return "", nil, fmt.Errorf("could not create the certificate request: %w", err)
	}
	id := sha1.Sum(request)
	return hex.EncodeToString(id[:]), resource.PropertyMap{
		"certRequestPem": resource.NewProperty(encodePEM(blockRequest, request)),
		"keyAlgorithm":   resource.NewProperty(algorithm),
	}, nil
}
