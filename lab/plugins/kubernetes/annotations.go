package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Annotations by which a program steers the plugin, object by object.
const (
	annotationSkipAwait    = "pulumi.com/skipAwait"
	annotationWaitFor      = "pulumi.com/waitFor"
	annotationTimeout      = "pulumi.com/timeoutSeconds"
	annotationPatchForce   = "pulumi.com/patchForce"
	annotationFieldManager = "pulumi.com/patchFieldManager"
	annotationPropagation  = "pulumi.com/deletionPropagationPolicy"
)

func isAnnotated(object *unstructured.Unstructured, annotation string) bool {
	return object.GetAnnotations()[annotation] == "true"
}

// defaultTimeout bounds a wait that neither the program nor an annotation bounds.
const defaultTimeout = 10 * time.Minute

// timeoutFor is how long to wait for an object: its annotation, then the resource's customTimeouts (in seconds).
func timeoutFor(object *unstructured.Unstructured, requested float64) (time.Duration, error) {
	if text := object.GetAnnotations()[annotationTimeout]; text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil {
			return 0, fmt.Errorf("annotation %s: %q is not a number of seconds", annotationTimeout, text)
		}
		return time.Duration(seconds) * time.Second, nil
	}
	if requested > 0 {
		return time.Duration(requested * float64(time.Second)), nil
	}
	return defaultTimeout, nil
}

// propagationFor is how the dependents of a deleted object go. Foreground means that the object is only gone when they are.
func propagationFor(object *unstructured.Unstructured) (metav1.DeletionPropagation, error) {
	switch text := object.GetAnnotations()[annotationPropagation]; text {
	case "":
		return metav1.DeletePropagationForeground, nil
	case "foreground", "Foreground":
		return metav1.DeletePropagationForeground, nil
	case "background", "Background":
		return metav1.DeletePropagationBackground, nil
	case "orphan", "Orphan":
		return metav1.DeletePropagationOrphan, nil
	default:
		return "", fmt.Errorf("annotation %s: %q is not foreground, background or orphan", annotationPropagation, text)
	}
}

// awaitsAll tells whether kinds without a rule of their own are awaited too.
func awaitsAll() bool { return os.Getenv("PULUMI_K8S_AWAIT_ALL") == "true" }
