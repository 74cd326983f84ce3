package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
	"meshwork.dev/lab/plugins/provider"
)

const (
	algorithmRSA     = "RSA"
	algorithmECDSA   = "ECDSA"
	algorithmED25519 = "ED25519"
)

var curves = map[string]elliptic.Curve{
	"P224": elliptic.P224(), "P256": elliptic.P256(), "P384": elliptic.P384(), "P521": elliptic.P521(),
}

func privateKey() provider.Resource {
	return provider.Resource{
		Inputs: map[string]provider.Property{
			"algorithm": {
				Kind: provider.String, Required: true,
				Values: []string{algorithmRSA, algorithmECDSA, algorithmED25519},
			},
			"rsaBits":    {Kind: provider.Number, Default: 2048},
			"ecdsaCurve": {Kind: provider.String, Default: "P224", Values: []string{"P224", "P256", "P384", "P521"}},
		},
		Outputs: []string{
			"privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh", "publicKeyPem", "publicKeyOpenssh",
			"publicKeyFingerprintMd5", "publicKeyFingerprintSha256",
		},
		SecretOutputs: []string{"privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"},
		Create:        createPrivateKey,
	}
}

func createPrivateKey(planned resource.PropertyMap) (string, resource.PropertyMap, error) {
	key, keyPEM, err := generateKey(planned)
	if err != nil {
		return "", nil, fmt.Errorf("could not generate the key: %w", err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", nil, fmt.Errorf("could not encode the private key: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return "", nil, fmt.Errorf("could not encode the public key: %w", err)
	}
	outputs := resource.PropertyMap{
		"privateKeyPem":      resource.NewProperty(keyPEM),
		"privateKeyPemPkcs8": resource.NewProperty(encodePEM(blockPKCS8Key, pkcs8)),
		"publicKeyPem":       resource.NewProperty(encodePEM(blockPublicKey, public)),
	}
	if err := addOpenSSH(outputs, key); err != nil {
		return "", nil, err
	}
	id := sha1.Sum(public)
	return hex.EncodeToString(id[:]), outputs, nil
}

// generateKey returns a key and its PEM text in the algorithm's own format.
func generateKey(planned resource.PropertyMap) (crypto.Signer, string, error) {
	switch provider.TextOf(planned, "algorithm") {
	case algorithmRSA:
		bits, _ := numberOf(planned, "rsaBits")
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			return nil, "", err
		}
		return key, encodePEM(blockRSAKey, x509.MarshalPKCS1PrivateKey(key)), nil
	case algorithmECDSA:
		key, err := ecdsa.GenerateKey(curves[provider.TextOf(planned, "ecdsaCurve")], rand.Reader)
		if err != nil {
			return nil, "", err
		}
		encoded, err := x509.MarshalECPrivateKey(key)
		return key, encodePEM(blockECKey, encoded), err
	default:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, "", err
		}
		encoded, err := x509.MarshalPKCS8PrivateKey(key)
		return key, encodePEM(blockPKCS8Key, encoded), err
	}
}

// addOpenSSH adds the outputs in OpenSSH's formats. They are empty for curve P224, which OpenSSH does not have.
func addOpenSSH(outputs resource.PropertyMap, key crypto.Signer) error {
	var private, public, md5, sha256 string
	if sshKey, err := ssh.NewPublicKey(key.Public()); err == nil {
		block, err := ssh.MarshalPrivateKey(key, "")
		if err != nil {
			return fmt.Errorf("could not encode the private key for OpenSSH: %w", err)
		}
		private = string(pem.EncodeToMemory(block))
		public = string(ssh.MarshalAuthorizedKey(sshKey))
		md5, sha256 = ssh.FingerprintLegacyMD5(sshKey), ssh.FingerprintSHA256(sshKey)
	}
	outputs["privateKeyOpenssh"] = resource.NewProperty(private)
	outputs["publicKeyOpenssh"] = resource.NewProperty(public)
	outputs["publicKeyFingerprintMd5"] = resource.NewProperty(md5)
	outputs["publicKeyFingerprintSha256"] = resource.NewProperty(sha256)
	return nil
}
