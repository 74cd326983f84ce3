package main

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

func setClock(t *testing.T, at time.Time) {
	t.Helper()
	previous := now
	now = func() time.Time { return at }
	t.Cleanup(func() { now = previous })
}

// create makes a resource and returns its inputs and outputs together.
func create(t *testing.T, of provider.Resource, inputs resource.PropertyMap) resource.PropertyMap {
	t.Helper()
	_, outputs, err := of.Create(inputs)
	if err != nil {
		t.Fatal(err)
	}
	all := inputs.Copy()
	maps.Copy(all, outputs)
	return all
}

func list(texts ...string) resource.PropertyValue {
	var values []resource.PropertyValue
	for _, text := range texts {
		values = append(values, resource.NewProperty(text))
	}
	return resource.NewProperty(values)
}

func named(commonName string) resource.PropertyValue {
	return resource.NewProperty(resource.PropertyMap{"commonName": resource.NewProperty(commonName)})
}

func newKey(t *testing.T, algorithm, curve string) resource.PropertyMap {
	t.Helper()
	return create(t, privateKey(), resource.PropertyMap{
		"algorithm": resource.NewProperty(algorithm), "ecdsaCurve": resource.NewProperty(curve),
		"rsaBits": resource.NewProperty(2048.0),
	})
}

func authorityInputs(key resource.PropertyMap, subject resource.PropertyValue) resource.PropertyMap {
	return resource.PropertyMap{
		"privateKeyPem": key["privateKeyPem"], "subject": subject, "allowedUses": list("cert_signing", "crl_signing"),
		"isCaCertificate": resource.NewProperty(true), "maxPathLength": resource.NewProperty(1.0),
		"validityPeriodHours": resource.NewProperty(87600.0), "earlyRenewalHours": resource.NewProperty(0.0),
	}
}

func signedBy(
	t *testing.T, authority, authorityKey, request resource.PropertyMap, ca bool, uses ...string,
) resource.PropertyMap {
	t.Helper()
	return create(t, locallySignedCert(), resource.PropertyMap{
		"certRequestPem": request["certRequestPem"], "caCertPem": authority["certPem"],
		"caPrivateKeyPem": authorityKey["privateKeyPem"], "allowedUses": list(uses...),
		"isCaCertificate": resource.NewProperty(ca), "maxPathLength": resource.NewProperty(0.0),
		"validityPeriodHours": resource.NewProperty(24.0), "earlyRenewalHours": resource.NewProperty(1.0),
	})
}

func parsed(t *testing.T, certificate resource.PropertyMap) *x509.Certificate {
	t.Helper()
	text := certificate["certPem"].StringValue()
	if !strings.HasSuffix(text, "-----END CERTIFICATE-----\n") {
		t.Errorf("a PEM text ends with a newline, got %q", text[len(text)-30:])
	}
	result, err := parseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestChainFromRootToLeafVerifies(t *testing.T) {
	for _, kind := range [][2]string{{"RSA", ""}, {"ECDSA", "P256"}, {"ECDSA", "P384"}, {"ED25519", ""}} {
		t.Run(kind[0]+kind[1], func(t *testing.T) {
			rootKey, intermediateKey := newKey(t, kind[0], kind[1]), newKey(t, "ECDSA", "P256")
			root := create(t, selfSignedCert(), authorityInputs(rootKey, named("Root")))
			request := create(t, certRequest(), resource.PropertyMap{
				"privateKeyPem": intermediateKey["privateKeyPem"], "subject": named("Intermediate"),
			})
			intermediate := signedBy(t, root, rootKey, request, true, "cert_signing", "crl_signing")
			leafKey := newKey(t, "RSA", "")
			leafRequest := create(t, certRequest(), resource.PropertyMap{
				"privateKeyPem": leafKey["privateKeyPem"], "dnsNames": list("a.example"), "ipAddresses": list("10.0.0.1"),
				"uris": list("spiffe://cluster.local/ns/a/sa/b"),
			})
			leaf := parsed(t, signedBy(t, intermediate, intermediateKey, leafRequest, false, "digital_signature", "server_auth"))

			roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
			roots.AddCert(parsed(t, root))
			intermediates.AddCert(parsed(t, intermediate))
			options := x509.VerifyOptions{Roots: roots, Intermediates: intermediates, DNSName: "a.example"}
			if _, err := leaf.Verify(options); err != nil {
				t.Error(err)
			}
			if len(leaf.IPAddresses) != 1 || len(leaf.URIs) != 1 || leaf.IsCA || len(leaf.SubjectKeyId) != 0 {
				t.Errorf("the leaf has addresses %v, URIs %v, CA %v, subject key ID %x",
					leaf.IPAddresses, leaf.URIs, leaf.IsCA, leaf.SubjectKeyId)
			}
			if !bytes.Equal(leaf.AuthorityKeyId, parsed(t, intermediate).SubjectKeyId) {
				t.Error("the leaf does not name its signer's key")
			}
		})
	}
}

func TestAuthoritiesHaveTheOfficialPluginsExtensions(t *testing.T) {
	key := newKey(t, "RSA", "")
	inputs := authorityInputs(key, named("Root"))
	root := parsed(t, create(t, selfSignedCert(), inputs))
	if !root.IsCA || root.MaxPathLen != 1 || root.KeyUsage != x509.KeyUsageCertSign|x509.KeyUsageCRLSign {
		t.Errorf("CA %v, path length %d, usage %v", root.IsCA, root.MaxPathLen, root.KeyUsage)
	}
	hash := sha1.Sum(x509.MarshalPKCS1PublicKey(rsaPublic(t, root)))
	if !bytes.Equal(root.SubjectKeyId, hash[:]) || len(root.AuthorityKeyId) != 0 {
		t.Errorf("subject key ID %x, authority key ID %x", root.SubjectKeyId, root.AuthorityKeyId)
	}

	inputs["maxPathLength"] = resource.NewProperty(0.0)
	inputs["setAuthorityKeyId"] = resource.NewProperty(true)
	unlimited := parsed(t, create(t, selfSignedCert(), inputs))
	if unlimited.MaxPathLen != -1 || unlimited.MaxPathLenZero {
		t.Errorf("a maxPathLength of 0 leaves no limit with the official plugin, got %d", unlimited.MaxPathLen)
	}
	if !bytes.Equal(unlimited.AuthorityKeyId, unlimited.SubjectKeyId) {
		t.Error("setAuthorityKeyId had no effect")
	}
}

func rsaPublic(t *testing.T, certificate *x509.Certificate) *rsa.PublicKey {
	t.Helper()
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	if !ok {
		t.Fatalf("the public key is a %T", certificate.PublicKey)
	}
	return key
}

func TestWhatCannotBeSignedIsRefused(t *testing.T) {
	key := newKey(t, "ECDSA", "P256")
	for reason, change := range map[string]func(resource.PropertyMap){
		"needs a subject":           func(inputs resource.PropertyMap) { delete(inputs, "subject") },
		"only CAs are allowed":      func(inputs resource.PropertyMap) { inputs["isCaCertificate"] = resource.NewProperty(false) },
		"is not an IP address":      func(inputs resource.PropertyMap) { inputs["ipAddresses"] = list("10.0.0.300") },
		"no PEM block":              func(inputs resource.PropertyMap) { inputs["privateKeyPem"] = resource.NewProperty("a key") },
		"a private key is expected": func(inputs resource.PropertyMap) { inputs["privateKeyPem"] = key["publicKeyPem"] },
	} {
		inputs := authorityInputs(key, named("Root"))
		change(inputs)
		if _, _, err := selfSignedCert().Create(inputs); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("expected an error with %q, got %v", reason, err)
		}
	}
}

func TestCurveP224HasNoOpenSSHForms(t *testing.T) {
	key := newKey(t, "ECDSA", "P224")
	for _, name := range []resource.PropertyKey{
		"privateKeyOpenssh", "publicKeyOpenssh", "publicKeyFingerprintMd5", "publicKeyFingerprintSha256",
	} {
		if text := key[name]; !text.IsString() || text.StringValue() != "" {
			t.Errorf("%s should be an empty text, got %v", name, text)
		}
	}
}
