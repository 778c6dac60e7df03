import type { Place } from '../../core/findings.js';

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

/** Something on both sides that a difference reaches; what is on one side only is undefined on the other. */
export type Consequence =
  /** Who is told of the alert. */
  | { readonly kind: 'receivers'; readonly base: readonly string[]; readonly head: readonly string[] }
  /** Alerts whose pending and firing state starts anew when the rules are loaded. */
  | { readonly kind: 'starts-anew'; readonly base: readonly string[]; readonly head: readonly string[] }
  /** Alerts, rules and panels that read what a recording rule writes. */
  | { readonly kind: 'read-by'; readonly base: readonly string[]; readonly head: readonly string[] }
  /** Label sets that go to somebody else. */
  | {
      readonly kind: 'label-set';
      readonly labels: string;
      readonly base: readonly string[];
      readonly head: readonly string[];
    };

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
  /** The severity of an alert, on each side. */
  readonly severity?: { readonly base?: string; readonly head?: string };
  /** The difference that this one follows from: a limit of the catalog, a metric. */
  readonly cause?: string;
  readonly consequences: readonly Consequence[];
}

/** What differs between two sides; nothing when they mean the same. */
export interface Diff {
  readonly base: string;
  readonly head: string;
  readonly notes: readonly string[];
  readonly entries: readonly Entry[];
  readonly risks: readonly Risk[];
}

/** What a difference means to the people on call. */
export interface Risk {
  readonly kind: RiskKind;
  /** What it is about, one line for each. */
  readonly lines: readonly string[];
}

export type RiskKind =
  | 'less-sensitive'
  | 'no-longer-pages'
  | 'alert-removed'
  | 'record-removed'
  | 'blind-spot'
  | 'unclear'
  | 'more-sensitive'
  | 'now-pages'
  | 'alert-added'
  | 'told-elsewhere'
  | 'starts-anew';
