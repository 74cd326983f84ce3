package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// The types of PEM blocks that are read and written.
const (
	blockRSAKey      = "RSA PRIVATE KEY"
	blockECKey       = "EC PRIVATE KEY"
	blockPKCS8Key    = "PRIVATE KEY"
	blockPublicKey   = "PUBLIC KEY"
	blockCertificate = "CERTIFICATE"
	blockRequest     = "CERTIFICATE REQUEST"
)

func encodePEM(blockType string, bytes []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: blockType, Bytes: bytes}))
}

// decodePEM returns the contents of the first block of a text, which must have the type. What was found is never part of
// an error: it may be a key.
func decodePEM(text, blockType string) ([]byte, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, fmt.Errorf("no PEM block in it, a %s is expected", blockType)
	}
	if block.Type != blockType {
		return nil, fmt.Errorf("it is a %s, a %s is expected", block.Type, blockType)
	}
	return block.Bytes, nil
}

// parsePrivateKey reads a private key in any of the formats that PrivateKey writes, OpenSSH's apart.
func parsePrivateKey(text string) (crypto.Signer, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("no PEM block in it, a private key is expected")
	}
	var key any
	var err error
	switch block.Type {
	case blockRSAKey:
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case blockECKey:
		key, err = x509.ParseECPrivateKey(block.Bytes)
	case blockPKCS8Key:
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	default:
		return nil, fmt.Errorf("it is a %s, a private key is expected", block.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("the %s cannot be read: %w", block.Type, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("a key of type %T cannot sign", key)
	}
	return signer, nil
}

// algorithmOf is the name of a key's algorithm as PrivateKey takes it.
func algorithmOf(key crypto.Signer) (string, error) {
	switch key.(type) {
	case *rsa.PrivateKey:
		return algorithmRSA, nil
	case *ecdsa.PrivateKey:
		return algorithmECDSA, nil
	case ed25519.PrivateKey:
		return algorithmED25519, nil
	default:
		return "", fmt.Errorf("private keys of type %T are not supported", key)
	}
}
