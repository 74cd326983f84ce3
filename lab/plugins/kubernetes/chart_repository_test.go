package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	chartloader "helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	repo "helm.sh/helm/v4/pkg/repo/v1"
)

// serveRepository makes a chart repository of the fixture. With a password, it asks for it and for the user "mesh".
func serveRepository(t *testing.T, password string) string {
	t.Helper()
	t.Setenv("HELM_CACHE_HOME", t.TempDir())
	directory := t.TempDir()
	loaded, err := chartloader.Load(fixture)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chartutil.Save(loaded, directory); err != nil {
		t.Fatal(err)
	}
	files := http.FileServer(http.Dir(directory))
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		user, given, _ := request.BasicAuth()
		if password != "" && (user != "mesh" || given != password) {
			writer.WriteHeader(http.StatusUnauthorized)
			return
		}
		files.ServeHTTP(writer, request)
	}))
	t.Cleanup(server.Close)
	index, err := repo.IndexDirectory(directory, server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := index.WriteFile(filepath.Join(directory, "index.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	return server.URL
}

func TestChartsComeFromRepositories(t *testing.T) {
	p := online(t)
	manifest, err := p.renderChart(context.Background(), &chartArguments{
		name: "web", namespace: "web", chart: "web", repository: repository{url: serveRepository(t, "")}, version: "0.1.0", values: map[string]any{"greeting": "hello"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(manifest, "greeting: hello") || strings.Contains(manifest, "after-install") {
		t.Errorf("rendered, without hooks:\n%s", manifest)
	}
}

func TestRepositoriesAreLoggedInTo(t *testing.T) {
	p := online(t)
	url := serveRepository(t, "RIGHTPASSWORD")
	render := func(password string) (string, error) {
		return p.renderChart(context.Background(), &chartArguments{
			name: "web", namespace: "web", chart: "web", version: "0.1.0", values: map[string]any{},
			repository: repository{url: url, username: "mesh", password: password},
		})
	}
	if _, err := render("WRONGPASSWORD"); err == nil || !strings.Contains(err.Error(), "401") || strings.Contains(err.Error(), "PASSWORD") {
		t.Errorf("got %v, want an error that says 401 and no password", err)
	}
	manifest, err := render("RIGHTPASSWORD")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(manifest, "greeting:") || strings.Contains(manifest, "PASSWORD") {
		t.Errorf("rendered:\n%s", manifest)
	}
}

func TestMissingChartsAreNamed(t *testing.T) {
	p := online(t)
	public := repository{url: serveRepository(t, "")}
	for name, arguments := range map[string]*chartArguments{
		"0.9.9":   {name: "web", chart: "web", repository: public, version: "0.9.9"},
		"nowhere": {name: "web", chart: "./nowhere"},
	} {
		if _, err := p.renderChart(context.Background(), arguments); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error that names %q", err, name)
		}
	}
}

func TestNullsRemoveDefaults(t *testing.T) {
	p := online(t)
	manifest, err := p.renderChart(context.Background(), &chartArguments{
		name: "web", namespace: "web", chart: fixture, values: map[string]any{"greeting": nil},
	})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(manifest, "greeting: none") {
		t.Error("a null left the chart's default in place")
	}
}
