package main

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// object reads a Kubernetes object from YAML.
func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	encoded, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	read := &unstructured.Unstructured{}
	if err := read.UnmarshalJSON(encoded); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestReadinessOfKinds(t *testing.T) {
	cases := []struct {
		name, text string
		ready      bool
	}{
		{"load balancer without address", `{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}, status: {loadBalancer: {}}}`, false},
		{"load balancer with a host name",
			`{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{hostname: lb.example}]}}}`, true},
		{"ingress that no controller has seen", `{apiVersion: networking.k8s.io/v1, kind: Ingress, spec: {ingressClassName: x}, status: {loadBalancer: {}}}`, false},
		{"ingress with an address", `{apiVersion: networking.k8s.io/v1, kind: Ingress, status: {loadBalancer: {ingress: [{ip: 10.0.0.1}]}}}`, true},
		{"ingress with a host name", `{apiVersion: networking.k8s.io/v1, kind: Ingress, status: {loadBalancer: {ingress: [{hostname: lb.example}]}}}`, true},
		{"plain service", `{apiVersion: v1, kind: Service, spec: {type: ClusterIP}}`, true},
		{"plain secret", `{apiVersion: v1, kind: Secret, type: Opaque}`, true},
		{"token without ca.crt", `{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, data: {token: eA==}}`, false},
		{"whole token", `{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, data: {token: eA==, ca.crt: eA==}}`, true},
		{"new deployment", `{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1}, spec: {replicas: 1}}`, false},
		{"deployment whose controller has not looked", `{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 2},
			spec: {replicas: 1}, status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1,
			conditions: [{type: Available, status: "True"}]}}`, false},
		{"rolled out deployment", `{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 2}, spec: {replicas: 1},
			status: {observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1,
			conditions: [{type: Available, status: "True"}, {type: Progressing, status: "True", reason: NewReplicaSetAvailable}]}}`, true},
		{"definition before it is established", `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {}}`, false},
		{"established definition", `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition,
			status: {conditions: [{type: NamesAccepted, status: "True"}, {type: Established, status: "True"}]}}`, true},
		{"job under way", `{apiVersion: batch/v1, kind: Job, status: {active: 1}}`, false},
		{"config map", `{apiVersion: v1, kind: ConfigMap}`, true},
	}
	for _, each := range cases {
		live := object(t, each.text)
		if err := unready(live, live); (err == nil) != each.ready {
			t.Errorf("%s: ready is %t, want %t (%v)", each.name, err == nil, each.ready, err)
		}
	}
}

func TestFailedRolloutIsSaid(t *testing.T) {
	live := object(t, `{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1,
		conditions: [{type: Progressing, status: "False", reason: ProgressDeadlineExceeded}]}}`)
	if _, _, err := statusReady(live); err == nil {
		t.Error("a rollout past its deadline is still waited for")
	}
}

func TestAnnotationsDecideWhatIsAwaited(t *testing.T) {
	live := `{apiVersion: v1, kind: Service, metadata: {annotations: {%s}}, spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 10.0.0.1}]},
		conditions: [{type: Ready, status: "False"}]}}`
	for annotation, ready := range map[string]bool{
		`pulumi.com/skipAwait: "true"`:                                                          true,
		`pulumi.com/waitFor: "jsonpath={.status.loadBalancer.ingress[0].ip}"`:                   true,
		`pulumi.com/waitFor: "jsonpath={.status.loadBalancer.ingress[0].hostname}"`:             false,
		`pulumi.com/waitFor: "jsonpath={.status.loadBalancer.ingress[3].ip}"`:                   false,
		`pulumi.com/waitFor: "jsonpath={.status.loadBalancer.ingress[0].ip}=10.0.0.1"`:          true,
		`pulumi.com/waitFor: "jsonpath={.status.loadBalancer.ingress[0].ip}=10.0.0.2"`:          false,
		`pulumi.com/waitFor: condition=Ready`:                                                   false,
		`pulumi.com/waitFor: condition=Ready=False`:                                             true,
		`pulumi.com/waitFor: '["condition=Ready=False", "jsonpath={.spec.type}=LoadBalancer"]'`: true,
		`pulumi.com/waitFor: '["condition=Ready=False", "jsonpath={.spec.type}=NodePort"]'`:     false,
		`pulumi.com/waitFor: 'jsonpath={.status.conditions[?(@.type=="Ready")].status}=False'`:  true,
		`pulumi.com/waitFor: 'jsonpath={.status.conditions[?(@.type=="Gone")].status}'`:         false,
	} {
		service := object(t, replaceText(live, "%s", annotation).(string))
		if err := unready(service, service); (err == nil) != ready {
			t.Errorf("%s: ready is %t, want %t (%v)", annotation, err == nil, ready, err)
		}
	}
}

func TestUnreadableWaitForIsRefused(t *testing.T) {
	for _, expression := range []string{"ready", "jsonpath=.status", "jsonpath={.status}yes", "jsonpath={.a[}", "[1]"} {
		if _, err := parseWaitFor(expression); err == nil {
			t.Errorf("%q is taken for something to wait for", expression)
		}
	}
}
