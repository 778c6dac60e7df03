import type { Limit } from '../catalog/limits.js';
import { responseTimes } from '../catalog/severities.js';
import type { World } from '../catalog/world.js';
import { TelltaleError } from '../core/errors.js';
import type { Quantity } from '../core/quantities.js';
import type { AlertingRule } from '../prometheus/model.js';
import { print } from '../promql/print.js';
import { priorities } from './alerts.js';
import type { Context } from './context.js';
import { alertLink, dashboardLink, panelLink } from './placeholder-links.js';
import { refusal, unknown } from './refusal.js';
import { conditionInWords, durationInWords, quantityInWords } from './words.js';

/** A placeholder that stands for nothing. */
export interface Unresolved {
  readonly line: number;
  /** As it was written. */
  readonly text: string;
  readonly message: string;
  readonly fix: string;
}

interface Placeholder {
  /** Its argument, if it has one; what is in brackets may be left out where the page's alert leaves no choice. */
  readonly takes?: string;
  readonly resolve: (argument: string, context: Context) => string;
}

/** What prose can say instead of typing it, by name. */
const placeholders: Readonly<Record<string, Placeholder>> = {
  limit: { takes: '[METRIC.LIMIT] LEVEL', resolve: limit },
  condition: { takes: '[SEVERITY]', resolve: condition },
  for: { resolve: (_, { rules }) => durationInWords(only(rules, 'for', rule => rule.for)) },
  clears: { resolve: clears },
  query: { takes: '[SEVERITY]', resolve: query },
  value: { resolve: (_, { rules }) => only(rules, 'value', measured) },
  alert: { takes: 'NAME', resolve: alertLink },
  dashboard: { takes: 'SLUG', resolve: dashboardLink },
  panel: { takes: 'SLUG/TITLE', resolve: panelLink },
  response: { takes: 'PRIORITY', resolve: response },
  baseline: { takes: 'NAME', resolve: baseline },
  job: { resolve: (_, { site }) => Object.keys(site.jobs)[0] as string },
  target: { resolve: (_, { site }) => first(Object.values(site.jobs).flat(), 'target', 'jobs') },
  prometheus: { resolve: (_, { site }) => site.datasources.prometheus.url },
  loki: { resolve: (_, { site }) => site.datasources.loki.url },
  grafana: { resolve: (_, { site }) => site.grafana },
  alertmanager: {
    resolve: (_, { site }) => `http://${first(site.alertmanagers, 'Alertmanager', 'alertmanagers')}`,
  },
  pushgateway: {
    resolve: (_, { site }) => `http://${first(site.pushgateways, 'Pushgateway', 'pushgateways')}`,
  },
};

/** A text with its placeholders resolved, line by line: lines keep their numbers. */
export function resolvePlaceholders(text: string, context: Context) {
  const unresolved: Unresolved[] = [];
  const lines = text.split('\n').map((line, i) =>
    line.replace(/\{\{(.*?)\}\}/g, (written, inner: string) => {
      const [, name = '', argument = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(inner) ?? [];
      try {
        const known = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
        if (!known) throw unknown('placeholder', name, Object.keys(placeholders));
        refuseUnless(known.takes, name, argument);
        return known.resolve(argument, context);
      } catch (error) {
        if (!(error instanceof TelltaleError)) throw error;
        unresolved.push({ line: i + 1, text: written, message: error.message, fix: error.fix ?? '' });
        return written;
      }
    }),
  );
  return { text: lines.join('\n'), unresolved };
}

/** An argument that is missing, or that nothing is done with. */
function refuseUnless(takes: string | undefined, name: string, argument: string): void {
  if (takes === undefined && argument !== '') throw refusal(`it takes no "${argument}"`, `write {{${name}}}`);
  const optional = takes === undefined || /^\[[^\]]*\]$/.test(takes);
  if (!optional && argument === '') throw refusal(`it does not say which ${takes}`, `write {{${name} ${takes}}}`);
}

function limit(argument: string, { world, rules }: Context): string {
  const [level = '', id] = argument.split(/\s+/).reverse();
  if (id !== undefined) {
    const levels: Readonly<Record<string, Quantity>> = named(id, world).levels;
    const found = levels[level];
    if (!found) throw unknown(`level of ${id}`, level, Object.keys(levels));
    return quantityInWords(found);
  }
  const rungs = rules.filter(rule => rule.severity === level && rule.condition);
  if (rungs.length === 0)
    throw unknown(
      'rung of this alert',
      level,
      rules.flatMap(r => (r.condition ? [r.severity] : [])),
    );
  return only(rungs, 'limit', rule => rule.condition && quantityInWords(rule.condition.threshold));
}

function named(id: string, world: World): Limit {
  const limits = world.metrics.flatMap(({ name, limits }) =>
    Object.entries(limits as Readonly<Record<string, Limit>>).map(([key, of]) => [`${name}.${key}`, of] as const),
  );
  const found = limits.find(([name]) => name === id)?.[1];
  if (!found)
    throw unknown(
      'limit',
      id,
      limits.map(([name]) => name),
    );
  return found;
}

function clears(_: string, { rules }: Context): string {
  const kept = only(rules, 'clears', rule => rule.keepFiringFor?.ms ?? 0);
  return kept === 0 ? 'with the next evaluation' : `after ${durationInWords({ kind: 'duration', ms: kept })}`;
}

function condition(severity: string, { rules, world }: Context): string {
  return only(rungsOf(severity, rules), 'condition', rule => conditionInWords(rule, world));
}

function query(severity: string, { rules }: Context): string {
  return only(rungsOf(severity, rules), 'query', rule => print(rule.expr));
}

function rungsOf(severity: string, rules: readonly AlertingRule[]): readonly AlertingRule[] {
  const rungs = severity === '' ? rules : rules.filter(rule => rule.severity === severity);
  if (rules.length > 0 && rungs.length === 0)
    throw unknown(
      'rung of this alert',
      severity,
      rules.map(rule => rule.severity),
    );
  return rungs;
}

const measured = ({ condition }: AlertingRule): string | undefined => condition && print(condition.value);

function response(priority: string): string {
  const found = priorities.find(p => p === priority);
  if (!found) throw unknown('priority', priority, priorities);
  return responseTimes[found];
}

function baseline(name: string, { site }: Context): string {
  const found = site.baselines[name];
  if (!found) throw unknown('baseline of the site', name, Object.keys(site.baselines));
  return quantityInWords(found);
}

/** What all these rules have in common. */
function only<T>(rules: readonly AlertingRule[], name: string, of: (rule: AlertingRule) => T | undefined): T {
  const values = new Map(rules.map(rule => [JSON.stringify(of(rule)), of(rule)]));
  const [value] = values.values();
  if (values.size > 1)
    throw refusal(
      `the rules of this page differ in what {{${name}}} stands for`,
      'name what you mean, or leave it to the generated part',
    );
  if (value === undefined) throw refusal(`this page has no alert with a ${name}`, 'leave it out');
  return value;
}

function first(values: readonly string[], what: string, parameter: string): string {
  const [value] = values;
  if (value === undefined) throw refusal(`the site has no ${what}`, `name one in ${parameter} of the site`);
  return value;
}
