import alerts from '../../alerts/index.js';
import projectRouting from '../../alerts/routing.js';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import type { Finding } from '../../src/core/findings.js';
import * as library from '../../src/index.js';
import { lint } from '../../src/lint/index.js';
import type { Subject } from '../../src/lint/model.js';

/*
 * The examples that pages show as content: one expression each, of which all that the library exports and this project's
 * catalog is in scope. What it comes to is put where it belongs in a project.
 */

const { alert, dashboard, fires, group, minutes, receiver, row, world } = library;
const { receivers, paces } = site.notifications as NonNullable<typeof site.notifications>;

/** What examples may leave out because any project has it. */
const words = {
  summary: 'Trouble',
  description: 'Trouble.',
  runbook: 'trouble',
  dashboard: 'overview',
  whenMissing: fires('it is an example'),
  source: metrics.up.source,
} as const;
const to = receiver('team', receivers.team as never);
const pace = paces.P1 as never;
const fallback = { to, pace, groupBy: ['alertname', 'job'] };
const scope = { ...library, ...metrics, ...recorded, site, words, to, pace, fallback, groupBy: fallback.groupBy };

const boardOf = (panel: library.Panel) =>
  dashboard('example', {
    title: 'Example',
    description: 'Is this an example?',
    refresh: minutes(1),
    rows: [row('Row', panel)],
  });

/** What is found in content that has this example in it. */
export function foundInSnippet(text: string): Finding[] {
  const value = new Function(...Object.keys(scope), `return (${text}\n);`)(...Object.values(scope));
  const subject: Subject = { world: world(metrics, recorded), site, groups: [], dashboards: [] };
  return lint({ ...subject, ...partOf(Array.isArray(value) ? value : [value]) });
}

function partOf(values: readonly { readonly kind: string }[]): Partial<Subject> {
  const of = <T>(...kinds: string[]) => values.filter(({ kind }) => kinds.includes(kind)) as unknown as T[];
  const [routing] = of<library.Routing>('routing');
  const routes = of<library.Route>('route');
  const inhibitions = of<library.Inhibition>('inhibition');
  const rules = of<library.Rule>('alert', 'record');
  // Of recorded series only those that the example writes: it is not about the others.
  const written = [...new Set(of<library.RecordingRule>('record').map(rule => rule.series))];
  const exprs = of<library.Node>('binary', 'call', 'aggregation', 'selector', 'matrix');
  const asked = exprs.map((expr, i) => alert(`Example${i}`, { ...words, severity: 'info', for: minutes(5), expr }));
  const routed = routes.length + inhibitions.length > 0 || routing !== undefined || of('site').length > 0;
  return {
    ...(of('site').length > 0 && { site: of<Subject['site']>('site')[0] as Subject['site'] }),
    world: world(metrics, written.length > 0 ? { ...written } : recorded, { ...of('metric') }),
    dashboards: [...of<library.Dashboard>('dashboard'), ...of<library.Panel>('panel').map(boardOf)],
    groups: [
      ...of<library.RuleGroup>('group'),
      ...(routed ? alerts : []),
      ...(rules.length + asked.length > 0 ? [group('example', { every: minutes(1) }, ...rules, ...asked)] : []),
    ],
    ...(routed && {
      routing: routing ?? {
        ...projectRouting,
        routes: [...routes, ...projectRouting.routes],
        inhibitions: [...projectRouting.inhibitions, ...inhibitions],
      },
    }),
  };
}
