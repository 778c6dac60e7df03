import { openWorld } from '../../catalog/world.js';
import { infer } from '../../infer/infer.js';
import { factOf, passes, possible } from '../../infer/labels.js';
import type { Inferred, LabelFact } from '../../infer/model.js';
import { parse } from '../../promql/parse.js';
import { isObject, listOf } from '../side/files.js';
import type { JsonObject, Side, SideRule } from '../side/model.js';
import { allRoutes, type KnownMatcher, type RouteNode, readRoutes } from './routes.js';

/** What is known of a label of the alerts of a rule. */
type Facts = (label: string) => LabelFact | undefined;

/** Who is told of an alert. */
export interface Told {
  readonly receiver: string;
  /** Surely of each of its alerts; else as far as can be told of some. */
  readonly sure: boolean;
}

/** Finds who is told of the alerts of a rule, through the routes of its side; undefined where it has none. */
export function receiversOf(side: Side): ((rule: SideRule) => readonly Told[]) | undefined {
  const { alertmanager } = side;
  if (!alertmanager) return undefined;
  const tree = readRoutes(alertmanager.config);
  const labels = labelsOf(tree);
  // Most alerts are alike to the routes.
  const known = new Map<string, readonly Told[]>();
  return rule => {
    const facts = factsOf(rule, side);
    const key = JSON.stringify(labels.map(label => facts(label) ?? null));
    const before = known.get(key);
    if (before) return before;
    const reached = new Map<string, boolean>();
    walk(tree, facts, true, ({ receiver, sure }) => reached.set(receiver, sure || reached.get(receiver) === true));
    const told = [...reached].map(([receiver, sure]): Told => ({ receiver, sure }));
    known.set(key, told);
    return told;
  };
}

/** `page`; `maybe page, maybe team` where it depends on labels that nobody can know. */
export const toldText = (told: readonly Told[]): string =>
  told.map(({ receiver, sure }) => (sure ? receiver : `maybe ${receiver}`)).join(', ');

/** As Prometheus does: the rule's labels replace those of its series, external ones are added where there are none. */
function factsOf(rule: SideRule, side: Side): Facts {
  let result: Pick<Inferred, 'labels' | 'others'> | undefined;
  const fixed = (value: string): LabelFact => ({ sure: true, values: value.includes('{{') ? undefined : [value] });
  return label => {
    if (label === 'alertname') return fixed(rule.name);
    const own = rule.labels[label];
    if (own !== undefined) return own === '' ? undefined : fixed(own);
    result ??= inferred(rule.expr, side);
    const external = side.externalLabels[label];
    return external !== undefined && !result.labels.has(label) ? fixed(external) : factOf(result, label);
  };
}

function inferred(expr: string, { world }: Side): Pick<Inferred, 'labels' | 'others'> {
  const parsed = parse(expr);
  return parsed.ok ? infer(parsed.node, world ?? openWorld()) : { labels: new Map(), others: true };
}

type Verdict = 'always' | 'maybe' | 'never';

/** The labels that routes look at. */
const labelsOf = (tree: RouteNode): string[] => [
  ...new Set(allRoutes(tree).flatMap(({ matchers }) => matchers.flatMap(matcher => matcher?.label ?? []))),
];

/** As Alertmanager does: children in order until one takes the alert and does not go on; the route itself where none does. */
function walk(route: RouteNode, facts: Facts, sure: boolean, tell: (told: Told) => void): void {
  let comesHere = sure;
  let taken: Verdict = 'never';
  for (const child of route.routes) {
    const verdict = verdictOf(child.matchers, facts);
    if (verdict === 'never') continue;
    walk(child, facts, comesHere && verdict === 'always', tell);
    if (verdict === 'always' && !child.goesOn) return;
    if (!child.goesOn) comesHere = false;
    if (taken !== 'always') taken = verdict;
  }
  if (taken !== 'always') tell({ receiver: route.receiver, sure: sure && taken === 'never' });
}

function verdictOf(matchers: readonly KnownMatcher[], facts: Facts): Verdict {
  const verdicts = matchers.map(matcher => (matcher ? verdictOfOne(matcher, facts(matcher.label)) : 'maybe'));
  if (verdicts.includes('never')) return 'never';
  return verdicts.includes('maybe') ? 'maybe' : 'always';
}

function verdictOfOne(matcher: NonNullable<KnownMatcher>, fact: LabelFact | undefined): Verdict {
  const can = possible(fact)?.map(value => passes(matcher, value));
  if (can) {
    if (can.every(pass => pass === true)) return 'always';
    return can.every(pass => pass === false) ? 'never' : 'maybe';
  }
  const { op, value } = matcher;
  const some = fact?.sure === true && ((op === '!=' && value === '') || (op === '=~' && value === '.+'));
  if (some || (op === '=~' && value === '.*')) return 'always';
  return fact?.sure === true && op === '=' && value === '' ? 'never' : 'maybe';
}

const services = ['pagerduty_configs', 'opsgenie_configs', 'victorops_configs'];

/** The receivers of each side that wake people: by a paging service; where neither side has one, by their names. */
export function pagers(
  base: Side,
  head: Side,
): { readonly base: ReadonlySet<string>; readonly head: ReadonlySet<string> } {
  const receivers = ({ alertmanager }: Side) => listOf(alertmanager?.config.receivers).filter(isObject);
  const serves = (receiver: JsonObject) => services.some(name => listOf(receiver[name]).length > 0);
  const known = [base, head].some(side => receivers(side).some(serves));
  const wakes = known ? serves : ({ name }: JsonObject) => /page|on-?call/i.test(String(name));
  const of = (side: Side) =>
    new Set(
      receivers(side)
        .filter(wakes)
        .map(({ name }) => String(name)),
    );
  return { base: of(base), head: of(head) };
}
