import type { IstioSpec } from '../schema/config';
import { type Values, valueAt } from './values';

/**
 * An annotation of gateway pods with the source of their image, where config says one. The injector puts the image into a pod when it is made, so a
 * Deployment stays the same when the image changes, and its pods would keep the old one. A new release changes the chart's own labels, and rolls them.
 */
const ANNOTATION = 'meshwork/image';

/**
 * Values of the gateway chart by which another source of images makes new pods.
 *
 * @param istiod Values of the istiod chart of the istiod that injects the pods.
 */
export function imageAnnotation({ images: { hub, tag } }: IstioSpec, istiod: Values): Values {
  const variant = valueAt(istiod, ['global', 'variant']);
  const parts = { hub, tag, variant: typeof variant === 'string' && variant !== '' ? variant : undefined };
  const said = Object.entries(parts).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  return said.length === 0 ? {} : { podAnnotations: { [ANNOTATION]: said.join(',') } };
}
