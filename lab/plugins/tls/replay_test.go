package main

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
	"meshwork.dev/lab/plugins/provider/replay"
)

// made are the outputs whose values are new in each certificate or key.
var made = map[string]bool{
	"id": true, "certPem": true, "certRequestPem": true, "validityStartTime": true, "validityEndTime": true,
	"publicKeyFingerprintMd5": true, "publicKeyFingerprintSha256": true, "publicKeyOpenssh": true,
}

func TestAnswersAsTheOfficialPluginWasRecorded(t *testing.T) {
	recorded := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	setClock(t, recorded)
	server := provider.NewServer(plugin())
	materials := map[string]map[string]string{
		algorithmRSA: newMaterials(t, algorithmRSA), algorithmECDSA: newMaterials(t, algorithmECDSA),
	}
	for _, call := range replay.Read(t, "../testdata/tls-random", "tls") {
		t.Run(call.Where, func(t *testing.T) {
			usable := materials[algorithmECDSA]
			if strings.HasPrefix(call.Where, "s3-") {
				usable = materials[algorithmRSA]
			}
			replay.Check(t, server, call, func(text string) string {
				if material, ok := usable[text]; ok {
					return material
				}
				return text
			}, made)
		})
	}
}

// newMaterials makes what a recording has placeholders for: a key, its authority's certificate and a request.
func newMaterials(t *testing.T, algorithm string) map[string]string {
	t.Helper()
	inputs := resource.PropertyMap{"algorithm": resource.NewProperty(algorithm), "ecdsaCurve": resource.NewProperty("P256")}
	inputs["rsaBits"] = resource.NewProperty(2048.0)
	key := create(t, privateKey(), inputs)
	names := resource.NewProperty(resource.PropertyMap{"commonName": resource.NewProperty("An authority")})
	certificate := create(t, selfSignedCert(), authorityInputs(key, names))
	request := create(t, certRequest(), resource.PropertyMap{"privateKeyPem": key["privateKeyPem"], "subject": names})
	block := map[string]string{algorithmRSA: blockRSAKey, algorithmECDSA: blockECKey}[algorithm]
	return map[string]string{
		"<" + block + ">\n":            key["privateKeyPem"].StringValue(),
		"<PRIVATE KEY>\n":              key["privateKeyPemPkcs8"].StringValue(),
		"<OPENSSH PRIVATE KEY>\n":      key["privateKeyOpenssh"].StringValue(),
		"<PUBLIC KEY>\n":               key["publicKeyPem"].StringValue(),
		"<" + blockCertificate + ">\n": certificate["certPem"].StringValue(),
		"<" + blockRequest + ">\n":     request["certRequestPem"].StringValue(),
	}
}
