#!/usr/bin/env bash
# Removes everything that primary-remote.sh made in the clusters `east` and `west`.
set -euo pipefail
for cluster in west east; do
  istioctl uninstall --context "$cluster" --purge --skip-confirmation
  kubectl --context "$cluster" delete namespace istio-system
  kubectl --context "$cluster" get customresourcedefinitions -o name | { grep '\.istio\.io$' || true; } | xargs -r kubectl --context "$cluster" delete
done
