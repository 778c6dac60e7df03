import { formatDuration } from '../../core/durations.js';
import type { Node } from '../../promql/ast.js';
import type { AlertingRule } from '../model.js';
import type { Unsolved } from './plan.js';

/** Why an alert could not be proven. */
export interface Failure {
  readonly id: string;
  readonly message: string;
  readonly fix: string;
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

export const whenMissing = ({ whenMissing: { does } }: AlertingRule): Failure => ({
  id: 'proof/when-missing',
  message: `whenMissing says that the alert ${does}, but it ${does === 'fires' ? 'does not fire' : 'goes on firing'} when its series end`,
  fix: 'state what it does, or change the expression',
});
