package certificates

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// lifetime is longer than any lab lives: a lab's certificates are made anew with each of its starts.
const lifetime = 365 * 24 * time.Hour

// identity is a certificate with its key, and what can be signed with them.
type identity struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

func newAuthority(name string) (*identity, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	return sign(template, nil)
}

func (a *identity) issue(template *x509.Certificate) (*identity, error) {
	template.KeyUsage = x509.KeyUsageDigitalSignature
	return sign(template, a)
}

// sign makes a key and a certificate for it; without an issuer it signs itself.
func sign(template *x509.Certificate, issuer *identity) (*identity, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return nil, err
	}
	// An hour of slack: a machine's clock is often set back a little after it has started.
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = template.NotBefore.Add(lifetime)
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.certificate, issuer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &identity{certificate, key}, err
}

func (i *identity) save(directory, name string) error {
	block := &pem.Block{Type: "CERTIFICATE", Bytes: i.certificate.Raw}
	if err := os.WriteFile(filepath.Join(directory, name+".crt"), pem.EncodeToMemory(block), 0o600); err != nil {
		return err
	}
	return saveKey(directory, name, i.key)
}

func saveKey(directory, name string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	block := &pem.Block{Type: "EC PRIVATE KEY", Bytes: der}
	return os.WriteFile(filepath.Join(directory, name+".key"), pem.EncodeToMemory(block), 0o600)
}
