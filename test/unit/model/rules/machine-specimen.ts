import { parse } from '../../../../model/problems/parse';
import { describeProblems } from '../../../../model/problems/problem';
import { ruleProblems } from '../../../../model/rules/rules';
import { resolve } from '../../../../model/topology/resolve';
import { withMachine } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

/** The specimen with a machine, as tests change it. */
export type Raw = ReturnType<typeof withMachine> & { services?: Record<string, Record<string, unknown>> };

/** A title, a change of the specimen, and the lines of the only problem that a person then sees. */
export type Refusal = readonly [title: string, change: (raw: Raw) => void, text: string];

/** The text that a person sees for the specimen with a change. */
export function textAfter(change: (raw: Raw) => void): string {
  const raw: Raw = withMachine();
  change(raw);
  const parsed = parse(raw);
  const problems = [...parsed.problems, ...ruleProblems(resolve(parsed.spec ?? parsed.rest()), SERVERS)];
  return describeProblems(problems);
}

/** The text about one problem. */
export function lines(...texts: string[]): string {
  return ['One problem in the configuration. Nothing was changed.', '', ...texts].join('\n');
}

/** Changes the group of the specimen. */
export function group(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.workloadGroups['legacy'] = { ...raw.workloadGroups['legacy'], ...change };
  };
}

/** Changes the machine of the specimen. */
export function machine(change: Record<string, unknown>) {
  return (raw: Raw) => {
    raw.virtualMachines['vm-1'] = { ...raw.virtualMachines['vm-1'], ...change };
  };
}
