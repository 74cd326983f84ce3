package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
)

// A condition looks at the current object, nil when there is none, and says whether the wait is over, what it still waits
// for, or that it can never be met.
type condition func(current *unstructured.Unstructured) (met bool, progress string, err error)

// watchPause keeps a server that refuses watches from being asked in a tight loop.
const watchPause = time.Second

// watchUntil follows one object until a condition is met, and returns the object that met it.
func (p *provider) watchUntil(
	ctx context.Context, urn string, client dynamic.ResourceInterface, object *unstructured.Unstructured,
	timeout time.Duration, met condition,
) (*unstructured.Unstructured, error) {
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	w := &watcher{client: client, name: object.GetName(), met: met}
	w.report = func(progress string) { p.engine.status(ctx, urn, "%s", progress) }
	for {
		done, err := w.once(bounded)
		if done || w.failed != nil {
			return w.current, w.failed
		}
		if err != nil {
			// A server that is restarting or a lost connection is no reason to give up before the time is over.
			w.problem = err
		}
		select {
		case <-bounded.Done():
			if ctx.Err() != nil {
				return w.current, errors.New("cancelled")
			}
			return w.current, w.timeout(timeout)
		case <-time.After(w.pause):
		}
	}
}

type watcher struct {
	client   dynamic.ResourceInterface
	name     string
	met      condition
	report   func(progress string)
	current  *unstructured.Unstructured
	progress string
	pause    time.Duration
	// failed is why the condition can never be met, problem the last reason why the object could not be followed.
	failed, problem error
}

func (w *watcher) timeout(after time.Duration) error {
	if w.progress == "" && w.problem != nil {
		return fmt.Errorf("timed out after %s: %w", after, w.problem)
	}
	return fmt.Errorf("timed out after %s: %s", after, w.progress)
}

// once lists and then watches until the condition is met or the server ends the watch, as it does every few minutes.
func (w *watcher) once(ctx context.Context) (bool, error) {
	w.pause = watchPause
	selector := fields.OneTermEqualSelector("metadata.name", w.name).String()
	list, err := w.client.List(ctx, metav1.ListOptions{FieldSelector: selector})
	if err != nil {
		return false, err
	}
	var first *unstructured.Unstructured
	if len(list.Items) > 0 {
		first = &list.Items[0]
	}
	if w.look(first) {
		return true, nil
	}
	events, err := w.client.Watch(ctx, metav1.ListOptions{FieldSelector: selector, ResourceVersion: list.GetResourceVersion()})
	if err != nil {
		return false, err
	}
	defer events.Stop()
	for event := range events.ResultChan() {
		object, _ := event.Object.(*unstructured.Unstructured)
		switch event.Type {
		case watch.Added, watch.Modified:
		case watch.Deleted:
			object = nil
		default:
			return false, nil
		}
		if w.look(object) {
			return true, nil
		}
		w.pause = 0
	}
	return false, nil
}

// look tells whether the wait is over, for better or worse.
func (w *watcher) look(object *unstructured.Unstructured) bool {
	if object != nil {
		w.current = object
	}
	done, progress, err := w.met(object)
	if err != nil {
		w.failed = err
		return true
	}
	if progress != "" && progress != w.progress {
		w.progress = progress
		w.report(progress)
	}
	return done
}
