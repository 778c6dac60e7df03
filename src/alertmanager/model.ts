import type { Hours, Pace } from '../catalog/notifications.js';
import type { Integration } from '../catalog/receivers.js';
import type { Allowing } from '../core/allowances.js';
import type { CallSite } from '../core/call-site.js';
import type { LabelFact } from '../infer/model.js';

/** Looks at one label of an alert: whether its value is among these. A label that is missing has the empty value. */
export interface LabelMatcher {
  readonly kind: 'label-matcher';
  readonly label: string;
  readonly values: readonly string[];
  /** Whether it asks for the opposite. */
  readonly negated: boolean;
}

/** Who is told: a name, and the ways in which its people or machines are reached. */
export interface Receiver {
  readonly kind: 'receiver';
  readonly name: string;
  readonly integrations: readonly Integration[];
  /** Whether it is also told when alerts are over. */
  readonly resolved: boolean;
}

/** Hours with a name, so that routes can hold back what comes outside of them. */
export interface TimeInterval {
  readonly kind: 'time-interval';
  readonly name: string;
  readonly hours: Hours;
}

/** Where alerts that match go, and in what groups. */
export interface Route extends Allowing {
  readonly kind: 'route';
  /** What findings and tests call it; Alertmanager has no names for routes. */
  readonly name: string;
  /** All of them have to match. */
  readonly when: readonly LabelMatcher[];
  readonly to: Receiver;
  readonly pace: Pace;
  /** Alerts that agree in these labels, and in the site's external labels, are one notification. */
  readonly groupBy: readonly string[];
  /** Told only then; what comes outside of it is held back. */
  readonly active?: TimeInterval;
  readonly site: CallSite | undefined;
}

/** Stands for: every label that the alerts on both sides have, so that source and target are about the same series. */
export const sameSeries = 'same series';

/** While a source fires, its targets are not told. */
export interface Inhibition extends Allowing {
  readonly kind: 'inhibition';
  readonly name: string;
  readonly source: readonly LabelMatcher[];
  readonly target: readonly LabelMatcher[];
  /** The labels in which source and target agree; the site's external labels always have to. */
  readonly equal: readonly string[] | typeof sameSeries;
  readonly site: CallSite | undefined;
}

/** Where alerts go and which are held back: routes in order, of which the first that matches takes the alert. */
export interface Routing extends Allowing {
  readonly kind: 'routing';
  readonly routes: readonly Route[];
  /** Where alerts go that no route takes: nothing of ours should. It has no matchers. */
  readonly fallback: Route;
  readonly inhibitions: readonly Inhibition[];
  readonly site: CallSite | undefined;
}

/**
 * An alert as routing sees it: what its labels can be, `alertname` and the site's external labels among them. It is one
 * rule's, and stands for every alert that the rule can raise.
 */
export interface AlertLabels {
  readonly name: string;
  readonly labels: ReadonlyMap<string, LabelFact>;
  /** Whether labels that are not listed can be there too. */
  readonly others: boolean;
}
