package main

import (
	"context"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// mostProblems bounds how many Pods an error tells about: the first few say it all.
const mostProblems = 3

// problemsOf looks at the Pods of a workload that did not become ready, because its own status never says why.
func (p *provider) problemsOf(ctx context.Context, workload *unstructured.Unstructured) error {
	labels, found, _ := unstructured.NestedStringMap(workload.Object, "spec", "selector", "matchLabels")
	if !found || workload.GroupVersionKind().Group != "apps" {
		return nil
	}
	pods, err := p.cluster.dynamic.Resource(schema.GroupVersionResource{Version: "v1", Resource: "pods"}).
		Namespace(workload.GetNamespace()).
		List(ctx, metav1.ListOptions{LabelSelector: metav1.FormatLabelSelector(&metav1.LabelSelector{MatchLabels: labels})})
	if err != nil {
		return nil
	}
	if len(pods.Items) == 0 {
		return errors.New("it has no Pods; look at its events and at those of its ReplicaSets")
	}
	var problems []error
	for i := range pods.Items {
		if problem := podProblem(&pods.Items[i]); problem != "" && len(problems) < mostProblems {
			problems = append(problems, fmt.Errorf("Pod %s: %s", pods.Items[i].GetName(), problem))
		}
	}
	return errors.Join(problems...)
}

func podProblem(pod *unstructured.Unstructured) string {
	for _, field := range []string{"initContainerStatuses", "containerStatuses"} {
		statuses, _, _ := unstructured.NestedSlice(pod.Object, "status", field)
		for _, each := range statuses {
			container, _ := each.(map[string]any)
			reason, _, _ := unstructured.NestedString(container, "state", "waiting", "reason")
			message, _, _ := unstructured.NestedString(container, "state", "waiting", "message")
			if reason != "" && reason != "PodInitializing" {
				return fmt.Sprintf("container %v: %s %s", container["name"], reason, message)
			}
		}
	}
	for _, kind := range []string{"PodScheduled", "Ready"} {
		if condition, found := conditionOf(pod, kind, "False"); found {
			return fmt.Sprintf("%s: %v %v", kind, condition["reason"], condition["message"])
		}
	}
	return ""
}
