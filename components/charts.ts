import * as k8s from './kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import { join } from 'node:path';
import { SYSTEM_NAMESPACE } from '../model/names/system-namespace';
import type { ChartSource } from '../model/plan/chart-source';
import type { ChartValues } from '../model/schema/chart-values';
import type { Values } from '../model/plan/values';
import { chartTellsForeignEdits } from './foreign-edits';
import { markOfChart } from './object-mark';
import { inOneCall } from './one-call';
import { serviceReadiness } from './service-readiness';

/** One of Istio's charts in one cluster. */
export interface IstioChartArgs {
  readonly source: ChartSource;
  readonly chart: keyof ChartValues;
  /** Release name. The gateway chart names its objects after it. */
  readonly release: string;
  /** Where its objects go. Default: the control plane namespace. */
  readonly namespace?: string;
  /** Fully known values: an unknown one would hide every object of the chart from previews. */
  readonly values: Values;
  /** From where the load balancer of its Service is to be reached, if it has one. */
  readonly scope?: string | undefined;
}

/** Installs one of Istio's charts object by object, so that previews and policies see each of them. */
export function istioChart(name: string, args: IstioChartArgs, opts: pulumi.ComponentResourceOptions): k8s.Chart {
  // The objects of a base chart that adopts CRDs have no mark: its provider takes over what is there (docs/adr/0022).
  const own = args.chart === 'base' ? [] : [markOfChart, serviceReadiness(args.scope), chartTellsForeignEdits];
  const transforms = [...own, ...(opts.transforms ?? [])];
  return new k8s.Chart(
    name,
    {
      ...location(args.source, args.chart),
      name: args.release,
      namespace: args.namespace ?? SYSTEM_NAMESPACE,
      values: args.values,
    },
    transforms.length === 0 ? opts : { ...opts, transforms: [inOneCall(transforms)] },
  );
}

function location(
  { charts, version }: ChartSource,
  chart: string,
): Pick<k8s.ChartArgs, 'chart' | 'version' | 'repositoryOpts'> {
  if (charts.path !== undefined) return { chart: join(charts.path, chart) };
  if (charts.oci !== undefined) return { chart: `${charts.oci.replace(/\/$/, '')}/${chart}`, version };
  return {
    chart,
    version,
    ...(charts.repository === undefined ? {} : { repositoryOpts: { repo: charts.repository } }),
  };
}
