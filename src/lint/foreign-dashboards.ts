import type { Finding } from '../core/findings.js';
import type { ForeignDashboard, ForeignQuery } from '../foreign/dashboards.js';
import { itemAt } from '../foreign/look.js';
import { namesIn } from '../grafana/check-variables.js';
import { parse } from '../promql/parse.js';
import { at, isObject, type Json } from '../schema/document.js';
import { idProblems } from '../schema/identity-checks.js';
import { layoutProblems } from '../schema/layout-checks.js';
import { removedPanelProblems } from '../schema/removed-panels.js';
import { version2Problems } from '../schema/version2-checks.js';
import { rawCounterProblems } from './foreign-counters.js';
import { checkShown, type Noted } from './foreign-shown.js';
import { thresholdProblems } from './foreign-thresholds.js';
import { variableProblems } from './foreign-variables.js';
import { windowProblems } from './foreign-windows.js';
import { checkQuery } from './index.js';
import type { Surroundings } from './model.js';
import { type Locate, placesIn } from './places.js';

/**
 * What is wrong with somebody's dashboard. A query that cannot be read because a variable stands where the grammar wants
 * something else, or because nothing says that it is PromQL, is passed over.
 */
export function checkForeignDashboard(
  dashboard: ForeignDashboard,
  source: string,
  locate: Locate,
  surroundings: Surroundings,
): Finding[] {
  return [
    ...dashboard.queries.flatMap(query => [
      ...undeclared(dashboard, query, source, locate),
      ...checkForeignQuery(query, dashboard, source, locate, surroundings),
    ]),
    ...variableProblems(dashboard, source, locate),
    ...structure(dashboard, source, locate),
  ];
}

function checkForeignQuery(
  query: ForeignQuery,
  dashboard: ForeignDashboard,
  source: string,
  locate: Locate,
  surroundings: Surroundings,
): Finding[] {
  const { expr: text, from: start, item } = query;
  const places = placesIn(query.text, source, locate, item);
  const placeAt = (offset: number) => places(start + offset);
  const readable = oneForm(text);
  const parsed = parse(readable, {
    macros: true,
    ...(surroundings.prometheus && { version: surroundings.prometheus }),
  });
  if (!parsed.ok) {
    if (!query.sure || variablesOutside(readable)) return [];
    const { message, from, to } = parsed.error;
    return [{ id: 'expr/syntax', severity: 'error', place: placeAt(from), message, source: text, span: { from, to } }];
  }
  const { node: expr, spans } = parsed;
  const note: Noted = (id, message, fix, at = query.text) => ({
    id,
    severity: 'warning',
    place: placesIn(at, source, locate, item)(0),
    message,
    fix,
    source: text,
  });
  return [
    ...checkQuery({ expr, use: 'panel', place: placeAt(0), written: { text, spans, placeAt } }, surroundings),
    ...checkShown(query, expr, surroundings, note),
    ...(query.ranged ? windowProblems(expr, note) : []),
    ...(query.lines ? rawCounterProblems(expr, dashboard, surroundings.world, note) : []),
    ...thresholdProblems(query, expr, surroundings.world, note),
  ];
}

const strings = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/gs;

/** Inside of strings `[[name]]` would be read as a class of characters; `${name}}` has the same length. */
function oneForm(text: string): string {
  return text.replace(strings, string => string.replace(/\[\[(\w+(?::\w+)?)\]\]/g, '${$1}}'));
}

/** Whether variables stand elsewhere than in strings and in the place of a duration. */
function variablesOutside(text: string): boolean {
  const rest = text.replace(strings, '""').replace(/\[\s*(?:\$\w+|\$\{[^}]*\}|\[\[\w+\]\])/g, '[');
  return /\$\{?\w|\[\[\w/.test(rest);
}

function undeclared({ variables }: ForeignDashboard, query: ForeignQuery, source: string, locate: Locate): Finding[] {
  if (!variables) return [];
  const missing = [...new Set(namesIn(query.text.value))].filter(name => !variables.has(name));
  return missing.map(name => ({
    id: 'variable/undeclared',
    severity: 'warning',
    place: placesIn(query.text, source, locate, query.item)(Math.max(query.text.value.indexOf(name), 0)),
    message: `the query uses $${name}, which the dashboard does not have`,
    fix: `add a variable ${name}, or write what it stands for`,
  }));
}

/** Ids that are there twice, panels that cover each other, panels of a removed type. */
function structure({ root, path, classic, variables }: ForeignDashboard, source: string, locate: Locate): Finding[] {
  const json = plain(source, path);
  const { item } = root;
  if (!json || !item) return [];
  // A panel of the library stands for itself.
  const checks = classic ? [idProblems, layoutProblems, removedPanelProblems] : variables ? [version2Problems] : [];
  return checks.flatMap(check =>
    check(json).map(({ id, pointer, message, fix }) => ({
      id,
      severity: 'warning' as const,
      place: locate(itemAt(source, item, pointer).start, undefined),
      message,
      ...(fix !== undefined && { fix }),
    })),
  );
}

/** The dashboard as plain data; undefined where the text is YAML that is no JSON. */
function plain(source: string, path: readonly string[]): Json | undefined {
  try {
    const dashboard = at(JSON.parse(source), ...path);
    return isObject(dashboard) ? dashboard : undefined;
  } catch {
    return undefined;
  }
}
