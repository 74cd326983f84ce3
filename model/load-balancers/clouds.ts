import { ALIBABA } from './alibaba';
import { AWS } from './aws';
import { AZURE } from './azure';
import { BAIDU } from './baidu';
import { BARE_METAL } from './bare-metal';
import type { Cloud } from './cloud';
import { DIGITAL_OCEAN } from './digital-ocean';
import { GOOGLE } from './google';
import { HETZNER } from './hetzner';
import { HUAWEI } from './huawei';
import { IBM } from './ibm';
import { OPENSTACK } from './openstack';
import { ORACLE } from './oracle';
import { SCALEWAY } from './scaleway';
import { TENCENT } from './tencent';

/** Every product that the annotations are known of. No annotation is read by two of them, so a Service can have all. */
export const CLOUDS: readonly Cloud[] = [
  ...ALIBABA,
  ...AWS,
  ...AZURE,
  ...BAIDU,
  ...DIGITAL_OCEAN,
  ...GOOGLE,
  ...HETZNER,
  ...HUAWEI,
  ...IBM,
  ...OPENSTACK,
  ...ORACLE,
  ...SCALEWAY,
  ...TENCENT,
  ...BARE_METAL,
];
