#!/usr/bin/env bash
# Takes what primary-remote.sh made out of the clusters `east` and `west`.
set -euo pipefail
for cluster in west east; do
  istioctl uninstall --context "$cluster" --purge --skip-confirmation
  kubectl --context "$cluster" delete namespace istio-system
  kubectl --context "$cluster" get customresourcedefinitions -o name | { grep '\.istio\.io$' || true; } | xargs -r kubectl --context "$cluster" delete
done
