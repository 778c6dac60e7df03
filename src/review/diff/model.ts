import type { Place } from '../../core/findings.js';
import type { Reader } from './readers.js';
import type { Told } from './receivers.js';

/** Whether an alert fires in more cases than before, or in fewer; a shorter `for` is more, since it fires sooner. */
export type Sensitivity = 'more' | 'less';

export type Area = 'rules' | 'routing' | 'dashboards' | 'catalog';

/** The thing that differs. */
export type Subject =
  | 'alert'
  | 'recording rule'
  | 'group'
  | 'dashboard'
  | 'row'
  | 'panel'
  | 'variable'
  | 'annotation'
  | 'metric'
  | 'limit'
  | 'route'
  | 'receiver'
  | 'inhibition'
  | 'time interval'
  | 'alertmanager';

/** A thing as one of the sides calls it, and where it stands there. */
export interface Item {
  /** What it lies in: a group, a dashboard; empty when it lies in nothing. */
  readonly home: string;
  readonly name: string;
  readonly place: Place;
}

/** One difference between two sides. */
export interface Entry {
  readonly area: Area;
  readonly subject: Subject;
  readonly change: 'added' | 'removed' | 'renamed' | 'moved' | 'changed';
  /** The thing as it is on each side. */
  readonly base?: Item;
  readonly head?: Item;
  /** What of it has changed: `limit`, `for`, `annotation summary`, `query A`, … */
  readonly part?: string;
  /** The changed part on each side, in words; absent where it was not there. */
  readonly before?: string;
  readonly after?: string;
  /** Of an expression: the smallest parts of it that differ. */
  readonly parts?: readonly { readonly before: string; readonly after: string }[];
  readonly sensitivity?: Sensitivity;
  /** Alerts of which Prometheus forgets with this change that they are true: their `for` begins anew. */
  readonly resets?: readonly string[];
  /** The severity of an alert, on each side. */
  readonly severity?: { readonly base?: string; readonly head?: string };
  /** Who is told of an alert, where that is another one now or only one of the sides has it. */
  readonly told?: { readonly base?: readonly Told[]; readonly head?: readonly Told[] };
  /** Of what a recording rule writes: the alerts and panels that it reaches, through other rules too. */
  readonly readBy?: { readonly base?: readonly Reader[]; readonly head?: readonly Reader[] };
}

/** What differs between two sides; nothing when they mean the same. */
export interface Diff {
  readonly base: string;
  readonly head: string;
  readonly notes: readonly string[];
  readonly entries: readonly Entry[];
  /** What that means to people on call, the worst first. */
  readonly risks: readonly Risk[];
}

export type RiskKind =
  | 'alert removed'
  | 'no longer pages'
  | 'less sensitive'
  | 'blind spot new'
  | 'told elsewhere'
  | 'recording rule removed'
  | 'begins anew'
  | 'alert added'
  | 'now pages'
  | 'more sensitive';

/** What differences mean to the people on call. */
export interface Risk {
  readonly kind: RiskKind;
  /** The alerts, rules and receivers that it is about. */
  readonly items: readonly Item[];
}
