package main

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"net"
	"net/url"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

var emailAddressOID = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}

// nameInputs are what a certificate is for, common to a request and to a self-signed certificate.
func nameInputs(others map[string]provider.Property) map[string]provider.Property {
	text := provider.Property{Kind: provider.String}
	others["subject"] = provider.Property{Kind: provider.Object, Fields: map[string]provider.Property{
		"commonName": text, "organization": text, "organizationalUnit": text, "locality": text, "province": text,
		"country": text, "postalCode": text, "serialNumber": text, "emailAddress": text,
		"streetAddresses": {Kind: provider.List},
	}}
	others["dnsNames"] = provider.Property{Kind: provider.List}
	others["ipAddresses"] = provider.Property{Kind: provider.List}
	others["uris"] = provider.Property{Kind: provider.List}
	return others
}

// names are what a certificate is for, read from the inputs.
type names struct {
	subject pkix.Name
	dns     []string
	ips     []net.IP
	uris    []*url.URL
}

func namesOf(planned resource.PropertyMap) (names, error) {
	ips, err := ipAddressesOf(planned)
	if err != nil {
		return names{}, err
	}
	uris, err := urisOf(planned)
	if err != nil {
		return names{}, err
	}
	return names{subject: subjectOf(planned), dns: provider.ListOf(planned, "dnsNames"), ips: ips, uris: uris}, nil
}

func subjectOf(planned resource.PropertyMap) pkix.Name {
	value := planned["subject"]
	if !value.IsObject() {
		return pkix.Name{}
	}
	given := value.ObjectValue()
	list := func(name resource.PropertyKey) []string {
		if text := provider.TextOf(given, name); text != "" {
			return []string{text}
		}
		return nil
	}
	subject := pkix.Name{
		CommonName:         provider.TextOf(given, "commonName"),
		SerialNumber:       provider.TextOf(given, "serialNumber"),
		Organization:       list("organization"),
		OrganizationalUnit: list("organizationalUnit"),
		Locality:           list("locality"),
		Province:           list("province"),
		Country:            list("country"),
		PostalCode:         list("postalCode"),
		StreetAddress:      provider.ListOf(given, "streetAddresses"),
	}
	if email := provider.TextOf(given, "emailAddress"); email != "" {
		subject.ExtraNames = []pkix.AttributeTypeAndValue{{
			Type: emailAddressOID, Value: asn1.RawValue{Tag: asn1.TagIA5String, Bytes: []byte(email)},
		}}
	}
	return subject
}

func ipAddressesOf(planned resource.PropertyMap) ([]net.IP, error) {
	var addresses []net.IP
	for index, text := range provider.ListOf(planned, "ipAddresses") {
		address := net.ParseIP(text)
		if address == nil {
			return nil, fmt.Errorf("ipAddresses[%d]: %q is not an IP address", index, text)
		}
		addresses = append(addresses, address)
	}
	return addresses, nil
}

func urisOf(planned resource.PropertyMap) ([]*url.URL, error) {
	var uris []*url.URL
	for index, text := range provider.ListOf(planned, "uris") {
		uri, err := url.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("uris[%d]: %w", index, err)
		}
		uris = append(uris, uri)
	}
	return uris, nil
}
