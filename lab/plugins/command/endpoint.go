package main

import (
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"golang.org/x/crypto/ssh"
	"meshwork.dev/lab/plugins/provider"
)

// endpoint is a machine to connect to.
type endpoint struct {
	address string
	config  *ssh.ClientConfig
	// How often dialing may fail; below 0 without limit.
	errorLimit int
}

// endpointOf reads the inputs that say how a machine is reached.
func endpointOf(inputs resource.PropertyMap) (endpoint, error) {
	config := &ssh.ClientConfig{
		User:            provider.TextOf(inputs, "user"),
		Timeout:         time.Duration(numberOf(inputs, "perDialTimeout")) * time.Second,
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	}
	if hostKey, given := inputs["hostKey"]; given {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(hostKey.StringValue()))
		if err != nil {
			return endpoint{}, fmt.Errorf("could not read hostKey: %w", err)
		}
		config.HostKeyCallback = ssh.FixedHostKey(key)
		// Otherwise a server that has several keys would show the kind that this client likes best.
		config.HostKeyAlgorithms = []string{key.Type()}
	}
	auth, err := authOf(inputs)
	if err != nil {
		return endpoint{}, err
	}
	config.Auth = auth
	return endpoint{
		address:    net.JoinHostPort(provider.TextOf(inputs, "host"), strconv.Itoa(numberOf(inputs, "port"))),
		config:     config,
		errorLimit: numberOf(inputs, "dialErrorLimit"),
	}, nil
}

// authOf are the ways to prove who the user is, in the order in which they are tried.
func authOf(inputs resource.PropertyMap) ([]ssh.AuthMethod, error) {
	var methods []ssh.AuthMethod
	if _, given := inputs["privateKey"]; given {
		signer, err := signerOf(inputs)
		if err != nil {
			return nil, fmt.Errorf("could not read privateKey: %w", err)
		}
		methods = append(methods, ssh.PublicKeys(signer))
	}
	if _, given := inputs["password"]; given {
		password := provider.TextOf(inputs, "password")
		answer := func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := make([]string, len(questions))
			for index := range answers {
				answers[index] = password
			}
			return answers, nil
		}
		methods = append(methods, ssh.Password(password), ssh.KeyboardInteractive(answer))
	}
	return methods, nil
}

func signerOf(inputs resource.PropertyMap) (ssh.Signer, error) {
	key := []byte(provider.TextOf(inputs, "privateKey"))
	if _, isLocked := inputs["privateKeyPassword"]; isLocked {
		return ssh.ParsePrivateKeyWithPassphrase(key, []byte(provider.TextOf(inputs, "privateKeyPassword")))
	}
	return ssh.ParsePrivateKey(key)
}
