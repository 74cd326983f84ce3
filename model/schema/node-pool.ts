import { z } from 'zod';
import { dnsLabel } from './dns-label';
import { isKey, labels } from './labels';
import { tolerations } from './placement';
import { milliseconds } from './poll-delay';

const POLL_DELAY = 'a time such as "2ms" or "0.5s"';

/** The devices of a pool's nodes. */
const device = z.strictObject({
  generation: z
    .enum(['gen4', 'older'])
    .default('gen4')
    .describe('`gen4`: Gen4 and later, whose services are set on the host. `older`: C62x and the like.'),
  resource: z
    .string()
    .refine((name) => isKey(name) && name.includes('/'), {
      error: 'the name of an extended resource, such as qat.intel.com/cy',
    })
    .optional()
    .describe(
      'The extended resource by which nodes advertise their devices. Default: `qat.intel.com/cy` for `gen4`, `qat.intel.com/generic` for `older`.',
    ),
  count: z.int().min(1).default(1).describe('How many of them each pod of a gateway gets.'),
});

const privateKeyProvider = z.strictObject({
  pollDelay: z
    .string()
    .regex(/^\d+(\.\d+)?(us|ms|s)$/, { error: POLL_DELAY })
    .refine((delay) => milliseconds(delay) >= 1 && milliseconds(delay) < 1000, {
      error: 'at least "1ms", or Envoy refuses it, and less than "1s", because Istio drops whole seconds',
      // A text of another form has its own message.
      when: ({ value }) => !Number.isNaN(milliseconds(String(value))),
    })
    .optional()
    .describe(
      'How long Envoy waits for further requests to the device. Default: `2ms` for `qat`, `10ms` for `cryptomb`.',
    ),
  fallback: z
    .boolean()
    .default(true)
    .describe('Whether a proxy that finds no device works by the CPU. It does not help a proxy without the extension.'),
});

/** Nodes of one cluster that gateways may run on, and the accelerator in them. */
export const nodePool = z.strictObject({
  cluster: dnsLabel.describe('The cluster of the nodes, one of a mesh.'),
  nodes: z
    .strictObject({
      labels: labels.describe('Labels that select the nodes.'),
      tolerations: tolerations
        .default([])
        .describe('Taints of the nodes, as tolerations of the pods that run on them.'),
    })
    .describe('The nodes.'),
  accelerator: z
    .enum(['none', 'qat', 'cryptomb'])
    .default('none')
    .describe(
      'What speeds up the private-key work of TLS. `qat`: devices with Intel QAT. `cryptomb`: AVX-512 instructions of Intel CPUs from Ice Lake on. ' +
        'Both are for x86-64 alone.',
    ),
  device: device.optional().describe('The devices of the nodes. Only with `accelerator: qat`.'),
  devicePlugin: z
    .enum(['existing', 'daemonSet', 'operator'])
    .optional()
    .describe(
      'The device plugin that advertises the devices. `existing`: it is there. `daemonSet`: made as a DaemonSet. `operator`: made as a ' +
        "`QatDevicePlugin` for the operator of Intel's device plugins, which is there. Default: `existing`. Only with `accelerator: qat`.",
    ),
  devicePluginImage: z
    .string()
    .regex(/^[^\s@]+(@sha256:[0-9a-f]{64})?$/, {
      error: 'an image such as registry.example.org/intel/intel-qat-plugin:0.36.0, without user name and password',
    })
    .optional()
    .describe(
      'Image of a device plugin that the stack makes, for mirrors. With `operator`, its version has to be that of the operator. ' +
        'Default: `docker.io/intel/intel-qat-plugin:0.36.0`.',
    ),
  privateKeyProvider: privateKeyProvider
    .optional()
    .describe('How proxies use the accelerator. Not with `accelerator: none`.'),
});

/** A node pool, as the user asked for it. */
export type NodePoolSpec = z.infer<typeof nodePool>;
