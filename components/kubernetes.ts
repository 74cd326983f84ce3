/**
 * What components use of the Kubernetes SDK. Its index would register every kind that there is; and for each object of a chart whose kind is
 * registered, the SDK asks the engine for the object with all that is in it. Of the charts' objects only Services are read, so CRDs
 * and the like stay references. Only core kinds may therefore be imported as a whole.
 */
export { DaemonSet } from '@pulumi/kubernetes/apps/v1/daemonSet';
export { ValidatingWebhookConfiguration } from '@pulumi/kubernetes/admissionregistration/v1/validatingWebhookConfiguration';
export { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource';
export * as core from '@pulumi/kubernetes/core';
export * as discovery from '@pulumi/kubernetes/discovery';
export { Chart, type ChartArgs } from '@pulumi/kubernetes/helm/v4';
export * as networking from '@pulumi/kubernetes/networking';
export { Provider } from '@pulumi/kubernetes/provider';
