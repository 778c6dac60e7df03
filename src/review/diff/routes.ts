import { formatDuration, parseDuration } from '../../core/durations.js';
import type { Matcher } from '../../promql/ast.js';
import { isObject, listOf } from '../side/files.js';
import type { Json, JsonObject } from '../side/model.js';
import { simpleMatcher } from './canonical.js';

/** A matcher; undefined when it is written in a way that is not known, so that nobody can say what it lets through. */
export type KnownMatcher = Matcher | undefined;

/** A route of Alertmanager's tree. */
export interface RouteNode {
  readonly matchers: readonly KnownMatcher[];
  /** The matchers on the way to it, as text: what people tell routes by. */
  readonly path: string;
  readonly receiver: string;
  readonly goesOn: boolean;
  /** What the route itself says, without its matchers and what is below it; durations and lists as they are compared. */
  readonly own: Readonly<Record<string, string>>;
  /** The same with what it takes over from above. */
  readonly effective: Readonly<Record<string, string>>;
  readonly routes: readonly RouteNode[];
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

const defaults = { group_wait: '30s', group_interval: '5m', repeat_interval: '4h', group_by: '' };

/** Reads the tree of an alertmanager.yml, whoever wrote it. */
export function readRoutes(config: JsonObject): RouteNode {
  return readRoute(isObject(config.route) ? config.route : {}, '', defaults);
}

const notTaken = ['continue', 'mute_time_intervals', 'active_time_intervals'];

function readRoute(route: JsonObject, above: string, inherited: Readonly<Record<string, string>>): RouteNode {
  const { matchers: _, match: _m, match_re: _r, routes, ...rest } = route;
  const matchers = readMatchers(route, 'matchers', 'match', 'match_re');
  const shown = matchersText(matchers, route);
  const path = [above, shown].filter(part => part !== '').join(' › ');
  const own = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, setting(name, value)]));
  const effective = { ...inherited, ...own };
  const passed = Object.fromEntries(Object.entries(effective).filter(([name]) => !notTaken.includes(name)));
  return {
    matchers,
    path,
    receiver: effective.receiver ?? '',
    goesOn: own.continue === 'true',
    own,
    effective,
    routes: listOf(routes)
      .filter(isObject)
      .map(child => readRoute(child, path, passed)),
  };
}

function setting(name: string, value: Json | undefined): string {
  if (name === 'group_by') return listOf(value).map(text).sort().join(', ');
  if (Array.isArray(value)) return value.map(text).join(', ');
  const parsed = /_(?:wait|interval)$/.test(name) ? parseDuration(text(value)) : undefined;
  return parsed ? formatDuration(parsed) : text(value);
}

/** The matchers of a route or of one side of an inhibition, in the newer form and in the older ones. */
export function readMatchers(of: JsonObject, list: string, equal: string, regex: string): KnownMatcher[] {
  const older = (value: Json | undefined, op: '=' | '=~'): Matcher[] =>
    isObject(value) ? Object.entries(value).map(([label, v]) => simpleMatcher({ label, op, value: text(v) })) : [];
  const newer = typeof of[list] === 'string' ? [of[list]] : listOf(of[list]);
  return [...newer.flatMap(item => parseMatchers(text(item))), ...older(of[equal], '='), ...older(of[regex], '=~')];
}

const form = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"=!~{},]+))\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"{},]*))\s*$/s;

function parseMatchers(source: string): KnownMatcher[] {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(source)?.[1] ?? source;
  const single = inner.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/gs) ?? [];
  return single
    .filter(part => part.trim() !== '')
    .map(part => {
      const found = form.exec(part);
      if (!found) return undefined;
      const [, quotedLabel, label, op, quoted, bare] = found;
      const value = quoted === undefined ? (bare ?? '') : unescaped(quoted);
      const name = quotedLabel === undefined ? (label as string) : unescaped(quotedLabel);
      return simpleMatcher({ label: name, op: op as Matcher['op'], value });
    });
}

const unescaped = (of: string): string => of.replace(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c));

/** Matchers in a fixed order, as people write them; all of what is written where one of them is not known. */
export function matchersText(matchers: readonly KnownMatcher[], source: JsonObject): string {
  if (matchers.includes(undefined)) return JSON.stringify(source.matchers ?? source);
  return matchers
    .map(matcher => `${matcher?.label}${matcher?.op}${JSON.stringify(matcher?.value)}`)
    .sort()
    .join(', ');
}

/** A route and all below it, each before what is in it. */
export const allRoutes = (route: RouteNode): RouteNode[] => [route, ...route.routes.flatMap(allRoutes)];
