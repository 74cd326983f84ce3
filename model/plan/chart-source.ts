import type { IstioSpec } from '../schema/config';

/** Where Istio's charts come from, and in which version. */
export type ChartSource = Pick<IstioSpec, 'charts' | 'version'>;

/** The chart source that Istio is installed from. */
export function chartSource({ charts, version }: IstioSpec): ChartSource {
  return { charts, version };
}
