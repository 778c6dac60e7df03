import type { LabelSpecs } from '../catalog/labels.js';
import type { Metric } from '../catalog/metrics.js';
import type { AlertSeverity } from '../catalog/severities.js';
import type { Duration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';

/** The instant for which a behaviour answers. K are the conditions that scenarios change. */
export interface Now<K = unknown> {
  /** Seconds since the epoch, at the end of the step. */
  readonly time: number;
  /** How long the step is, in seconds; 0 when the process starts. */
  readonly step: number;
  /** Seconds since the scenario was entered. */
  readonly since: number;
  /** Whether this is the first step of the scenario: the moment for what happens once. */
  readonly entered: boolean;
  /** Seconds since the process started. */
  readonly uptime: number;
  /** Normal conditions with the scenario's changes. */
  readonly is: K;
  /** Smooth noise between -1 and 1 around 0: depends on the seed, the key and the time only. `period` in seconds. */
  wobble(key: string, period: number): number;
  /** Between `low` (in the small hours, UTC) and 1 (twelve hours later): how busy the day is. */
  daily(low: number): number;
}

/** What one series does in a step. Built by the functions of motions.ts. */
export type Motion =
  /** Exists, at 0 unless it has a value already. */
  | (Of & { readonly kind: 'zero' })
  | (Of & { readonly kind: 'level'; readonly value: number })
  | (Of & { readonly kind: 'flow'; readonly perSecond: number })
  | (Of & { readonly kind: 'event' })
  | (Of & { readonly kind: 'observation'; readonly value: number })
  | (Of & { readonly kind: 'observations'; readonly perSecond: number; readonly mean: number; readonly tail: number });

interface Of {
  readonly metric: Metric & { readonly own: LabelSpecs };
  readonly labels: Readonly<Record<string, string>>;
}

/** One process, that is one scrape target. */
export interface Process<K = unknown> {
  /** Once at every start, when the process has no series yet. */
  start(now: Now<K>): readonly Motion[];
  /** Every step. A gauge that is left out keeps its level. */
  run(now: Now<K>): readonly Motion[];
}

/** An alert that a scenario raises: one rung of it. */
export interface Raised {
  readonly alert: string;
  readonly severity: AlertSeverity;
}

/** A fault, or a state of the installation, by what it changes against normal conditions. */
export interface Scenario<K = unknown> {
  /** One sentence for the list of scenarios. */
  readonly what: string;
  readonly conditions?: Partial<K>;
  /** How long it lasts until all that it raises is true; the alerts' own waits come on top. At once when left out. */
  readonly lasts?: Duration;
  /** Every alert that fires then; none when left out. */
  readonly raises?: readonly Raised[];
  /** Processes that do not answer a scrape. */
  readonly down?: readonly string[];
  /** Processes that start anew when the scenario is entered, and again every so often. */
  readonly restarts?: Readonly<Record<string, Duration>>;
}

/** A process that ends and starts anew: a deploy, a crash. */
export interface Restart {
  readonly process: string;
  /** When it ends, from the start of the simulation. */
  readonly at: Duration;
  /** For how long it does not answer. */
  readonly away: Duration;
}

/** How an installation moves: what its processes export, under normal conditions and in scenarios. */
export interface Simulation<K = unknown> {
  readonly kind: 'simulation';
  readonly normal: K;
  /** The job label of what is pushed (ruling R22). */
  readonly pushedAs: string;
  /** By name, in the order of their scrape targets. A Pushgateway is one too: it exports what is pushed. */
  readonly processes: Readonly<Record<string, Process<K>>>;
  /** What happens once each, whatever the scenario. */
  readonly restarts?: readonly Restart[];
  readonly scenarios: Readonly<Record<string, Scenario<K>>>;
}

/** The scenario without a fault, which every simulation has. */
export const normalScenario = 'normal';

/** Puts a simulation together. @throws TelltaleError without a process, or for a scenario that names a process that is not there. */
export function simulation<K>(parts: Omit<Simulation<K>, 'kind'>): Simulation<K> {
  const names = Object.keys(parts.processes);
  if (names.length === 0) throw new TelltaleError('a simulation without processes', { fix: 'give at least one' });
  const gone = parts.restarts?.find(({ process }) => !names.includes(process));
  if (gone)
    throw new TelltaleError(`a restart names the process "${gone.process}"`, { fix: `use one of ${names.join(', ')}` });
  for (const [name, { down = [], restarts = {} }] of Object.entries(parts.scenarios)) {
    const strange = [...down, ...Object.keys(restarts)].find(process => !names.includes(process));
    if (strange !== undefined)
      throw new TelltaleError(`scenario "${name}" names the process "${strange}"`, {
        fix: `use one of ${names.join(', ')}`,
      });
    const never = Object.values(restarts).find(every => every.ms <= 0);
    if (never) throw new TelltaleError(`scenario "${name}" restarts every ${never.ms} ms`, { fix: 'give more than 0' });
  }
  const scenarios = { [normalScenario]: { what: 'Everything works.' }, ...parts.scenarios };
  return Object.freeze({ ...parts, kind: 'simulation', scenarios: Object.freeze(scenarios) });
}

/** The scenario of that name. @throws TelltaleError with the list, when there is none. */
export function scenarioOf<K>(of: Simulation<K>, name: string): Scenario<K> {
  const found = Object.hasOwn(of.scenarios, name) ? of.scenarios[name] : undefined;
  if (!found)
    throw new TelltaleError(`there is no scenario "${name}"`, {
      fix: `use one of ${Object.keys(of.scenarios).join(', ')}`,
    });
  return found;
}
