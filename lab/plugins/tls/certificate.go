package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

// certificateInputs are common to certificates of both signers.
func certificateInputs(others map[string]provider.Property) map[string]provider.Property {
	others["allowedUses"] = provider.Property{Kind: provider.List, Required: true, Values: allowedUseNames()}
	others["validityPeriodHours"] = provider.Property{Kind: provider.Number, Required: true}
	others["earlyRenewalHours"] = provider.Property{Kind: provider.Number, Default: 0, UpdatesInPlace: true}
	others["isCaCertificate"] = provider.Property{Kind: provider.Bool, Default: false}
	others["maxPathLength"] = provider.Property{Kind: provider.Number, Minimum: -1, Computed: true}
	others["setSubjectKeyId"] = provider.Property{Kind: provider.Bool, Default: false}
	return others
}

// keyOf is the private key in an input, and its algorithm.
func keyOf(planned resource.PropertyMap, input resource.PropertyKey) (crypto.Signer, string, error) {
	key, err := parsePrivateKey(provider.TextOf(planned, input))
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", input, err)
	}
	algorithm, err := algorithmOf(key)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", input, err)
	}
	return key, algorithm, nil
}

// signCertificate completes a template from what is common to all certificates, signs it, and returns the certificate's
// ID, which is its serial number, and outputs.
func signCertificate(
	planned resource.PropertyMap, template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer,
) (string, resource.PropertyMap, error) {
	if err := completeTemplate(planned, template, parent, public); err != nil {
		return "", nil, err
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		return "", nil, fmt.Errorf("could not create the certificate: %w", err)
	}
	return template.SerialNumber.String(), resource.PropertyMap{
		"certPem":           resource.NewProperty(encodePEM(blockCertificate, certificate)),
		"validityStartTime": resource.NewProperty(template.NotBefore.Format(time.RFC3339Nano)),
		"validityEndTime":   resource.NewProperty(template.NotAfter.Format(time.RFC3339Nano)),
	}, nil
}

func completeTemplate(
	planned resource.PropertyMap, template, parent *x509.Certificate, public crypto.PublicKey,
) (err error) {
	template.BasicConstraintsValid = true
	hours, _ := numberOf(planned, "validityPeriodHours")
	template.NotBefore = now().UTC()
	template.NotAfter = template.NotBefore.Add(time.Duration(hours) * time.Hour)
	template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 128))
	if err != nil {
		return fmt.Errorf("could not choose a serial number: %w", err)
	}
	allowUses(template, provider.ListOf(planned, "allowedUses"))

	template.IsCA = flagOf(planned, "isCaCertificate")
	if template.IsCA && len(template.Subject.ToRDNSequence()) == 0 {
		return errors.New("a certificate authority needs a subject with at least one name in it")
	}
	// As in the official plugin MaxPathLenZero stays unset, so that a length of 0 leaves no limit in the certificate.
	if length, given := numberOf(planned, "maxPathLength"); given && length >= 0 {
		template.MaxPathLen = length
	}
	if template.IsCA || flagOf(planned, "setSubjectKeyId") {
		if template.SubjectKeyId, err = subjectKeyID(public); err != nil {
			return err
		}
	}
	if flagOf(planned, "setAuthorityKeyId") {
		if len(parent.SubjectKeyId) == 0 {
			return errors.New("setAuthorityKeyId needs a signer with a subject key ID: set setSubjectKeyId too")
		}
		template.AuthorityKeyId = parent.SubjectKeyId
	}
	return nil
}

// subjectKeyID is the SHA-1 hash of a public key as the official plugin encodes it, which for ED25519 is not the usual
// way. Go's own default has changed with its versions; a key's ID must not.
func subjectKeyID(public crypto.PublicKey) ([]byte, error) {
	var encoded []byte
	var err error
	switch key := public.(type) {
	case *rsa.PublicKey:
		encoded = x509.MarshalPKCS1PublicKey(key)
	case *ecdsa.PublicKey:
		encoded, err = key.Bytes()
	case ed25519.PublicKey:
		encoded, err = asn1.Marshal([]byte(key))
	default:
		err = fmt.Errorf("public keys of type %T are not supported", public)
	}
	if err != nil {
		return nil, fmt.Errorf("could not make the subject key ID: %w", err)
	}
	hash := sha1.Sum(encoded)
	return hash[:], nil
}
