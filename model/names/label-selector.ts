/** Labels as Kubernetes takes them to select objects: `app=istiod,istio.io/rev=default`. */
export function labelSelectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
