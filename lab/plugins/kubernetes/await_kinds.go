package main

import (
	"fmt"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// readinessByKind holds the kinds that are awaited without being asked to.
var readinessByKind = map[string]readiness{
	"apps/Deployment":           statusReady,
	"apps/StatefulSet":          statusReady,
	"apps/DaemonSet":            statusReady,
	"apps/ReplicaSet":           statusReady,
	"batch/Job":                 jobReady,
	"/Pod":                      statusReady,
	"/PersistentVolumeClaim":    claimReady,
	"/Service":                  serviceReady,
	"/Secret":                   secretReady,
	"networking.k8s.io/Ingress": ingressReady,
	"apiextensions.k8s.io/CustomResourceDefinition": statusReady,
}

// statusReady asks kstatus, which knows what the controllers of Kubernetes' own kinds write into their status, and reads
// the common conditions of others.
func statusReady(live *unstructured.Unstructured) (bool, string, error) {
	result, err := status.Compute(live)
	if err != nil {
		return false, "", err
	}
	switch result.Status {
	case status.CurrentStatus:
		return true, "", nil
	case status.FailedStatus:
		return false, "", fmt.Errorf("%s", result.Message)
	default:
		return false, result.Message, nil
	}
}

// jobReady waits for a Job's end: kstatus is content with its start.
func jobReady(live *unstructured.Unstructured) (bool, string, error) {
	if _, failed := conditionOf(live, "Failed", "True"); failed {
		return false, "", fmt.Errorf("the Job failed")
	}
	_, complete := conditionOf(live, "Complete", "True")
	return complete, "waiting for the Job to complete", nil
}

// claimReady lets a claim be whose volume is only bound when a Pod uses it: that Pod may well wait for the claim.
func claimReady(live *unstructured.Unstructured) (bool, string, error) {
	phase, _, _ := unstructured.NestedString(live.Object, "status", "phase")
	return phase == "Bound" || phase == "Pending", "waiting for the volume", nil
}

// serviceReady waits for a load balancer's address. Unlike the official plugin it neither waits for endpoints nor lets
// them settle for ten seconds.
func serviceReady(live *unstructured.Unstructured) (bool, string, error) {
	kind, _, _ := unstructured.NestedString(live.Object, "spec", "type")
	if kind != "LoadBalancer" {
		return true, "", nil
	}
	return hasAddress(live), "waiting for the load balancer's address", nil
}

func ingressReady(live *unstructured.Unstructured) (bool, string, error) {
	return hasAddress(live), "waiting for the Ingress controller to give an address", nil
}

func hasAddress(live *unstructured.Unstructured) bool {
	addresses, _, _ := unstructured.NestedSlice(live.Object, "status", "loadBalancer", "ingress")
	for _, each := range addresses {
		address, _ := each.(map[string]any)
		if address["ip"] != nil || address["hostname"] != nil {
			return true
		}
	}
	return false
}

// secretReady waits for the token that the controller manager writes into a service account's Secret.
func secretReady(live *unstructured.Unstructured) (bool, string, error) {
	if live.Object["type"] != "kubernetes.io/service-account-token" {
		return true, "", nil
	}
	data, _ := live.Object["data"].(map[string]any)
	filled := data["token"] != nil && data["token"] != "" && data["ca.crt"] != nil && data["ca.crt"] != ""
	return filled, "waiting for the service account's token and ca.crt", nil
}

// conditionOf finds a status condition with a wanted status.
func conditionOf(live *unstructured.Unstructured, kind, wanted string) (map[string]any, bool) {
	conditions, _, _ := unstructured.NestedSlice(live.Object, "status", "conditions")
	for _, each := range conditions {
		condition, _ := each.(map[string]any)
		if condition["type"] == kind && condition["status"] == wanted {
			return condition, true
		}
	}
	return nil, false
}
