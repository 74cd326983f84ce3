package main

import (
	"context"
	"os"
	"reflect"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// imageVariable names an image that the test's cluster can run, in place of the recorded one.
const imageVariable = "STANDIN_TEST_IMAGE"

// The whole story of the recordings, in order, on a real API server: each request is sent with the states that the
// stand-in itself answered before, and each answer is compared with the official plugin's.
func TestLivesThroughTheRecordingsOnACluster(t *testing.T) {
	p := online(t)
	freshNamespace(t, p, "rec")
	actAsControllers(t, p, "rec")
	story := &story{p: p, states: map[string]map[string]any{}}

	story.run(t, "preview")
	story.run(t, "up")
	story.run(t, "preview-change")
	story.run(t, "up-change")
	drift(t, p)
	story.run(t, "refresh-drift")
	story.run(t, "up-after-drift")
	// The ConfigMap of this recording was made by somebody else.
	existing := toObject(mustProperties(t, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"exists","namespace":"rec"}}`))
	if _, err := p.cluster.dynamic.Resource(configMaps).Namespace("rec").Create(context.Background(), existing, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	story.run(t, "already-exists")
	story.run(t, "kubeconfig-changed")
	story.run(t, "destroy")
}

// drift does to the cluster what was done before the refresh was recorded.
func drift(t *testing.T, p *provider) {
	t.Helper()
	client := p.cluster.dynamic.Resource(configMaps).Namespace("rec")
	for manager, patch := range map[string]string{
		"kubectl-patch": `{"data":{"a":"drifted"}}`,
		"kubectl-label": `{"metadata":{"labels":{"drift":"yes"}}}`,
	} {
		if _, err := client.Patch(context.Background(), "plain", types.MergePatchType, []byte(patch),
			metav1.PatchOptions{FieldManager: manager}); err != nil {
			t.Fatal(err)
		}
	}
	if err := client.Delete(context.Background(), "renamed-b", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
}

// story keeps the state of every resource, by its name and ID, between the recordings, as the engine does.
type story struct {
	p      *provider
	states map[string]map[string]any
}

func (s *story) run(t *testing.T, name string) {
	t.Run(name, func(t *testing.T) {
		for _, each := range recording(t, name) {
			if each.Method == "Configure" || each.Method == "CheckConfig" || each.Method == "DiffConfig" {
				continue
			}
			s.send(t, each)
		}
	})
}

func (s *story) send(t *testing.T, each call) {
	t.Helper()
	each.Request = s.present(each).(map[string]any)
	got, err := send(s.p, each)
	if len(each.Errors) > 0 {
		s.compareErrors(t, each, err)
		return
	}
	if err != nil {
		t.Errorf("%s %s %s: %v", each.Method, each.Type, each.Name, err)
		return
	}
	want, have := timeless(each.Response, each.Method), timeless(got, each.Method)
	if !reflect.DeepEqual(want, have) {
		t.Errorf("%s %s %s\n  official: %s\n  stand-in: %s", each.Method, each.Type, each.Name, pretty(want), pretty(have))
	}
	if state, ok := got["properties"].(map[string]any); ok && each.Request["preview"] == nil {
		id := each.Request["id"]
		if id == nil {
			id = got["id"]
		}
		s.states[each.Name+" "+id.(string)] = state
	}
}

func (s *story) compareErrors(t *testing.T, each call, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s %s %s: the official plugin refused it, the stand-in did not", each.Method, each.Type, each.Name)
		return
	}
	_, want, _ := strings.Cut(each.Errors[0], "desc = ")
	if err.Error() != want {
		t.Errorf("%s %s %s\n  official: %s\n  stand-in: %s", each.Method, each.Type, each.Name, want, err)
	}
}

// present puts what this run has made into a request: the states, and an image that its nodes know.
func (s *story) present(each call) any {
	request := each.Request
	// Only what the engine asks about by ID has a state.
	id, _ := request["id"].(string)
	if state, known := s.states[each.Name+" "+id]; known {
		for _, key := range []string{"olds", "properties"} {
			if _, has := request[key]; has {
				request[key] = state
			}
		}
	}
	if image := os.Getenv(imageVariable); image != "" {
		return replaceText(request, "docker.io/lab/web:1", image)
	}
	return request
}

func replaceText(value any, old, new string) any {
	switch value := value.(type) {
	case map[string]any:
		for key, element := range value {
			value[key] = replaceText(element, old, new)
		}
	case []any:
		for i, element := range value {
			value[i] = replaceText(element, old, new)
		}
	case string:
		return strings.ReplaceAll(value, old, new)
	}
	return value
}
