import type { IstioSpec } from '../schema/config';
import type { Platform } from '../schema/platform';
import type { Values } from './values';

/** The values of the cni chart that the plan owns. */
export function ownedCniValues({ hub, tag }: IstioSpec['images'], platform: Platform | undefined): Values {
  const global: Values = {
    ...(hub === undefined ? {} : { hub }),
    ...(tag === undefined ? {} : { tag }),
    ...platformValues(platform),
  };
  return Object.keys(global).length === 0 ? {} : { global };
}

/** What a chart is told of the kind of Kubernetes, below `global`. */
export function platformValues(platform: Platform | undefined): Values {
  return platform === undefined ? {} : { platform };
}
