#!/usr/bin/env bash
# Istio's documented steps for primary-remote over two networks, one after the other, on the clusters `east` and `west`: certificates by
# openssl, four installations by istioctl, the rest by kubectl. The script waits only where istioctl itself waits.
# Needs istioctl, kubectl and openssl on PATH, and HUB, TAG, CHART_VALUES (a file of values that the lab needs) in the environment.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 700 "$work"

certificates() {
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj '/O=blue.example/CN=root' \
    -keyout "$work/root-key.pem" -out "$work/root-cert.pem" 2>/dev/null
  for cluster in east west; do
    openssl req -newkey rsa:3072 -nodes -sha256 -subj "/O=blue.example/CN=$cluster" \
      -keyout "$work/$cluster-key.pem" -out "$work/$cluster.csr" 2>/dev/null
    openssl x509 -req -in "$work/$cluster.csr" -CA "$work/root-cert.pem" -CAkey "$work/root-key.pem" -CAcreateserial -days 730 -sha256 \
      -extfile <(printf 'basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n') \
      -out "$work/$cluster-cert.pem" 2>/dev/null
    cat "$work/$cluster-cert.pem" "$work/root-cert.pem" >"$work/$cluster-chain.pem"
  done
}

namespace() {
  kubectl --context "$1" create namespace istio-system
  kubectl --context "$1" label namespace istio-system "topology.istio.io/network=net-$1"
  kubectl --context "$1" -n istio-system create secret generic cacerts \
    --from-file=ca-cert.pem="$work/$1-cert.pem" --from-file=ca-key.pem="$work/$1-key.pem" \
    --from-file=root-cert.pem="$work/root-cert.pem" --from-file=cert-chain.pem="$work/$1-chain.pem"
}

# install CLUSTER TEMPLATE: an IstioOperator with the lab's values under the template's.
install() {
  sed -e "s/CLUSTER/$1/g" -e "s/PRIMARY_ADDRESS/${address:-}/g" "$here/$2" >"$work/$1-$2"
  istioctl install --context "$1" --skip-confirmation --set "hub=$HUB" --set "tag=$TAG" -f "$CHART_VALUES" -f "$work/$1-$2"
}

certificates
namespace east
install east primary.yaml
install east east-west-gateway.yaml
kubectl --context east apply -f "$here/expose.yaml"
address=$(kubectl --context east -n istio-system get service istio-eastwestgateway -o 'jsonpath={.status.loadBalancer.ingress[0].ip}')
namespace west
kubectl --context west annotate namespace istio-system topology.istio.io/controlPlaneClusters=east
install west remote.yaml
istioctl create-remote-secret --context west --name west | kubectl --context east apply -f -
install west east-west-gateway.yaml
