import type { AlertSeverity } from '../../catalog/severities.js';
import { type CallSite, here } from '../../core/call-site.js';
import { type Duration, formatDuration, minutes } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import type { Input } from './inputs.js';

/** An alert that a scenario is to raise. */
export interface Raise {
  readonly alert: string;
  readonly severity: AlertSeverity;
  /** Since the beginning. It begins to fire between `from` and `from + give`, and ends between `until` and `until + give`. */
  readonly from: Duration;
  /** Absent: it fires to the end. */
  readonly until?: Duration;
  /** How much later than said is still right. */
  readonly give: Duration;
  /** Labels that all its alerts have. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A story that no generator knows: what happens, and which alerts it raises, and that it raises no other. */
export interface AlertScenario {
  readonly kind: 'alert-scenario';
  /** Also the file's name: `prometheus/tests/scenarios/NAME.test.yaml`. */
  readonly name: string;
  readonly story: string;
  readonly lasts: Duration;
  /** Between two evaluations. */
  readonly every: Duration;
  /** Between two samples. */
  readonly sampled: Duration;
  readonly inputs: readonly Input[];
  readonly raises: readonly Raise[];
  readonly site: CallSite | undefined;
}

/** The alert of a scenario: `raises('CoordinatorDown', 'critical', { from: hours(1), until: hours(2) })`. */
export function raises(
  alert: string,
  severity: AlertSeverity,
  when: {
    readonly from: Duration;
    readonly until?: Duration;
    /** Five minutes when left out. */
    readonly give?: Duration;
    readonly labels?: Readonly<Record<string, string>>;
  },
): Raise {
  const { give = minutes(5), labels = {}, ...times } = when;
  return Object.freeze({ alert, severity, give, labels: Object.freeze(labels), ...times });
}

/**
 * A story with its expected end. The build plays it on our engine and refuses another end; `telltale test` plays it on
 * promtool. @throws TelltaleError for a name that is no file name, or times that do not fit.
 */
export function scenario(
  name: string,
  parts: {
    readonly story: string;
    readonly lasts: Duration;
    /** A minute when left out; what lasts for days is evaluated less often. */
    readonly every?: Duration;
    /** A minute when left out. */
    readonly sampled?: Duration;
    readonly inputs: readonly (Input | readonly Input[])[];
    readonly raises: readonly Raise[];
  },
): AlertScenario {
  const { story, lasts, every = minutes(1), sampled = minutes(1), raises: raised } = parts;
  const wrong = (what: string, fix: string) => new TelltaleError(`scenario "${name}" ${what}`, { fix });
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw wrong('has no file name', 'use lower-case letters, digits and -');
  for (const [what, length] of [
    ['every', every],
    ['sampled', sampled],
  ] as const) {
    if (length.ms <= 0 || lasts.ms % length.ms !== 0)
      throw wrong(
        `lasts ${formatDuration(lasts)}, which is not a whole number of ${formatDuration(length)}`,
        `change lasts or ${what}`,
      );
  }
  for (const { alert, from, until } of raised) {
    if (from.ms > lasts.ms || (until && until.ms > lasts.ms))
      throw wrong(`is over before ${alert} has come to its end`, 'let it last longer');
    if (until && until.ms <= from.ms) throw wrong(`lets ${alert} end before it begins`, 'exchange from and until');
  }
  const inputs = parts.inputs.flat();
  return Object.freeze({
    kind: 'alert-scenario',
    name,
    story,
    lasts,
    every,
    sampled,
    inputs,
    raises: raised,
    site: here(),
  });
}
