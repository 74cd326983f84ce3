package main

import (
	"reflect"
	"testing"
)

// Checks, diffs and provider configuration are functions of their requests: every recorded one must come out the same,
// byte for byte but for the order of keys.
func TestAnswersAsTheOfficialPluginWithoutCluster(t *testing.T) {
	pure := map[string]bool{"CheckConfig": true, "DiffConfig": true, "Check": true, "Diff": true}
	recordings := []string{
		"preview", "up", "preview-change", "up-change", "refresh-drift", "up-after-drift", "already-exists", "kubeconfig-changed",
		"s3-preview", "s3-second-preview", "s3-refresh",
	}
	for _, name := range recordings {
		t.Run(name, func(t *testing.T) {
			sent := 0
			for _, each := range recording(t, name) {
				if !pure[each.Method] || each.Response == nil {
					continue
				}
				sent++
				got, err := send(offline(), each)
				if err != nil {
					t.Errorf("%s %s %s: %v", each.Method, each.Type, each.Name, err)
					continue
				}
				if !reflect.DeepEqual(got, each.Response) {
					t.Errorf("%s %s %s\n  official: %s\n  stand-in: %s", each.Method, each.Type, each.Name, pretty(each.Response), pretty(got))
				}
			}
			if sent == 0 {
				t.Error("nothing of this recording was replayed")
			}
		})
	}
}
