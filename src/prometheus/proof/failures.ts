import { formatDuration } from '../../core/durations.js';
import type { Severity } from '../../core/findings.js';
import type { Node } from '../../promql/ast.js';
import type { AlertingRule, RecordingRule } from '../model.js';
import type { Unsolved } from './plan.js';

/** Why an alert could not be proven. */
export interface Failure {
  readonly id: string;
  readonly message: string;
  readonly fix: string;
  /** An error, if it does not say. */
  readonly severity?: Severity;
  /** The part of the expression that it is about, where that is known. */
  readonly node?: Node;
}

const own = 'give the alert its own input (given)';

export const unsolved = ({ message, node }: Unsolved): Failure => ({
  id: 'proof/unsolved',
  message: `no input can be derived: ${message}`,
  fix: own,
  node,
});

export const unsolvedRecord = ({ message, node }: Unsolved): Failure => ({
  id: 'proof/unsolved',
  severity: 'info',
  message: `what this rule writes is not tested, since no input can be derived: ${message}`,
  fix: 'write it with functions that can be worked backwards, if it matters',
  node,
});

export const neverRecords = ({ series }: RecordingRule): Failure => ({
  id: 'proof/never-records',
  message: `the rule writes no ${series.name} on input that should give a value`,
  fix: 'check the expression',
});

export const neverFires = (rule: AlertingRule): Failure => ({
  id: 'proof/never-fires',
  message: 'the alert does not fire on input that should make it fire',
  fix: `check that its condition can hold for ${formatDuration(rule.for)}, or ${own}`,
});

export const neverClears: Failure = {
  id: 'proof/never-clears',
  message: 'the alert goes on firing after its condition is over',
  fix: `let the expression return nothing then, or ${own}`,
};

export const neverQuiet: Failure = {
  id: 'proof/never-quiet',
  message: 'the alert holds on input that is within its limit',
  fix: `check the expression, or ${own}`,
};

export const quietEmpty = (node: Node): Failure => ({
  id: 'proof/quiet-empty',
  message: 'the input within the limit gives no value at all',
  fix: own,
  node,
});

export const masked = (labels: Readonly<Record<string, string>>): Failure => ({
  id: 'proof/masked',
  message: `another label set beside it that is well keeps the alert from firing for ${textOf(labels)}`,
  fix: 'keep the labels apart: aggregate and join by them',
});

export const merged = (wanted: number, found: number): Failure => ({
  id: 'proof/merged',
  message: `${wanted} label sets are beyond the limit, but there are ${found} alerts`,
  fix: 'keep the labels apart: aggregate and join by them',
});

export const restartRaises: Failure = {
  id: 'proof/restart',
  message: 'the alert fires when counters start anew, without any new event',
  fix: 'look at counters through rate(), increase() or newEvents()',
};

export const restartEnds: Failure = {
  id: 'proof/restart',
  message: 'the alert stops firing when counters start anew, though events go on',
  fix: 'look at counters through rate(), increase() or newEvents()',
};

export const firesOnNaN: Failure = {
  id: 'proof/fires-on-nan',
  message: 'the alert fires without traffic, on a value that is not a number',
  fix: 'divide by what is above 0 only (`> 0`), or compare in a way that NaN does not pass',
};

const textOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ');

export const whenMissing = ({ whenMissing: { does } }: AlertingRule): Failure => ({
  id: 'proof/when-missing',
  message: `whenMissing says that the alert ${does}, but it ${does === 'fires' ? 'does not fire' : 'goes on firing'} when its series end`,
  fix: 'state what it does, or change the expression',
});
