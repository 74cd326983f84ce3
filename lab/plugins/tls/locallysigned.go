package main

import (
	"crypto/x509"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

func locallySignedCert() provider.Resource {
	return provider.Resource{
		Inputs: certificateInputs(map[string]provider.Property{
			"certRequestPem":  {Kind: provider.String, Required: true},
			"caCertPem":       {Kind: provider.String, Required: true},
			"caPrivateKeyPem": {Kind: provider.String, Required: true, Secret: true},
		}),
		Outputs: []string{"certPem", "caKeyAlgorithm", "validityStartTime", "validityEndTime"},
		Plan:    planRenewal,
		Diff:    diffRenewal,
		Refresh: refreshRenewal,
		Create:  createLocallySignedCert,
	}
}

func createLocallySignedCert(planned resource.PropertyMap) (string, resource.PropertyMap, error) {
	request, err := parseRequest(provider.TextOf(planned, "certRequestPem"))
	if err != nil {
		return "", nil, fmt.Errorf("certRequestPem: %w", err)
	}
	authority, err := parseCertificate(provider.TextOf(planned, "caCertPem"))
	if err != nil {
		return "", nil, fmt.Errorf("caCertPem: %w", err)
	}
	authorityKey, algorithm, err := keyOf(planned, "caPrivateKeyPem")
	if err != nil {
		return "", nil, err
	}
	template := &x509.Certificate{
		Subject:     request.Subject,
		RawSubject:  request.RawSubject,
		DNSNames:    request.DNSNames,
		IPAddresses: request.IPAddresses,
		URIs:        request.URIs,
	}
	id, outputs, err := signCertificate(planned, template, authority, request.PublicKey, authorityKey)
	if err != nil {
		return "", nil, err
	}
	outputs["caKeyAlgorithm"] = resource.NewProperty(algorithm)
	return id, outputs, nil
}

func parseRequest(text string) (*x509.CertificateRequest, error) {
	bytes, err := decodePEM(text, blockRequest)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificateRequest(bytes)
}

func parseCertificate(text string) (*x509.Certificate, error) {
	bytes, err := decodePEM(text, blockCertificate)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(bytes)
}
