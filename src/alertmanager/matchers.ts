import type { AlertSeverity, Priority } from '../catalog/severities.js';
import { TelltaleError } from '../core/errors.js';
import type { LabelMatcher } from './model.js';

/** Anything with an alert's name, such as a rule. */
interface Named {
  readonly name: string;
}

/** Alerts of these rules. The rungs of a ladder share one name. Prints `alertname="A"`, or `alertname=~"A|B"`. */
export const named = (...rules: readonly Named[]): LabelMatcher => matcher('alertname', namesOf(rules), false);

/** Alerts of other rules than these. Prints `alertname!="A"`, or `alertname!~"A|B"`. */
export const notNamed = (...rules: readonly Named[]): LabelMatcher => matcher('alertname', namesOf(rules), true);

/** Prints `severity="critical"`. */
export const severityIs = (...severities: readonly AlertSeverity[]): LabelMatcher =>
  matcher('severity', severities, false);

/** Prints `priority="P1"`. */
export const priorityIs = (...priorities: readonly Priority[]): LabelMatcher => matcher('priority', priorities, false);

/** Alerts whose label has one of the values; which labels and values alerts can have is checked. Prints `team="tools"`. */
export const labelIs = (label: string, ...values: readonly string[]): LabelMatcher => matcher(label, values, false);

/** Alerts that do not have the label. Prints `instance=""`. */
export const labelMissing = (label: string): LabelMatcher => matcher(label, [''], false);

function namesOf(rules: readonly Named[]): string[] {
  return [...new Set(rules.map(({ name }) => name))];
}

function matcher(label: string, values: readonly string[], negated: boolean): LabelMatcher {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label))
    throw new TelltaleError(`"${label}" is not a label name`, { fix: 'use letters, digits and _' });
  if (values.length === 0 || values.some(value => typeof value !== 'string'))
    throw new TelltaleError(`a matcher of "${label}" without a value`, { fix: 'say what to look for' });
  return Object.freeze({ kind: 'label-matcher', label, values: Object.freeze([...values]), negated });
}

/** A matcher as Alertmanager's configuration has it. */
export function printMatcher({ label, values, negated }: LabelMatcher): string {
  const [only] = values;
  if (values.length === 1) return `${label}${negated ? '!=' : '='}${quoted(only as string)}`;
  return `${label}${negated ? '!~' : '=~'}${quoted(values.map(literally).join('|'))}`;
}

/** Alertmanager's matchers know these three escapes. */
function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

const literally = (value: string): string => value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
