import { type Recording, withRecordings } from '../catalog/world.js';
import { type Finding, type Place, sortFindings } from '../core/findings.js';
import { type ForeignDashboard, readDashboard } from '../foreign/dashboards.js';
import { positions } from '../foreign/lines.js';
import type { ForeignRule } from '../foreign/model.js';
import { type RuleFile, readRuleFile } from '../foreign/rule-files.js';
import { parse } from '../promql/parse.js';
import { checkForeignDashboard } from './foreign-dashboards.js';
import { checkedGroup, checkedRule } from './foreign-rules.js';
import { dashboardsTogether, type PlacedDashboard } from './foreign-together.js';
import { checkQuery, checkRules } from './index.js';
import type { CheckedRule, Query, Surroundings } from './model.js';
import { type Locate, placesIn } from './places.js';
import { applyWaivers } from './waivers.js';
import { dashboardWaivers } from './waivers-in-dashboards.js';
import { fileWaivers, type WaiverScopes } from './waivers-in-files.js';
import { ruleWaivers } from './waivers-in-rules.js';

/** A file that somebody else wrote. */
export interface SourceFile {
  /** As findings are to name it. */
  readonly path: string;
  readonly text: string;
}

/** What was found in files, and how much there was to look at. */
export interface CheckedFiles {
  readonly findings: readonly Finding[];
  readonly rules: number;
  /** The queries of dashboards. */
  readonly queries: number;
}

/**
 * Checks rule files and dashboards: that Prometheus would load the rules, and everything that holds of both whoever
 * wrote them.
 */
export function checkFiles(files: readonly SourceFile[], around: Surroundings): CheckedFiles {
  const findings: Finding[] = [];
  const rules: CheckedRule[] = [];
  const waivers: WaiverScopes[] = [];
  const dashboards: PlacedDashboard[] = [];
  const recordings = new Map<string, Recording[]>();
  const recordingsOf = (name: string) => {
    const of = recordings.get(name) ?? [];
    if (of.length === 0) recordings.set(name, of);
    return of;
  };
  let [count, queries] = [0, 0];
  for (const file of files) {
    const { path, text } = file;
    const { dashboard, ruleFile } = readFile(file);
    const at = positions(text);
    const locate: Locate = (offset, item) => ({ file: path, ...(item !== undefined && { item }), ...at(offset) });
    if (dashboard) {
      queries += dashboard.queries.length;
      waivers.push(dashboardWaivers(dashboard, text, locate));
      dashboards.push({ dashboard, path, source: text, locate });
      continue;
    }
    const { groups, faults } = ruleFile;
    waivers.push(ruleWaivers(ruleFile, text, locate));
    for (const { message, fix, at: offset } of faults)
      findings.push({
        id: 'file/shape',
        severity: 'error',
        place: locate(offset, undefined),
        message,
        ...(fix !== undefined && { fix }),
      });
    for (const group of groups) {
      count += group.rules.length;
      const inGroup = checkedGroup(group, locate, around);
      for (const rule of group.rules) {
        const query = readQuery(rule, text, locate, around);
        const recorded = rule.kind === 'record' ? recordingsOf(rule.name.value) : undefined;
        if ('id' in query) {
          findings.push(query);
          continue;
        }
        const checked = checkedRule(rule, group, inGroup, query, text, locate);
        recorded?.push(checked);
        rules.push(checked);
      }
    }
  }
  const surroundings = withRecorded(around, recordings);
  for (const { expr, kind: use, place, written } of rules)
    for (const found of checkQuery({ expr, use, place, ...(written && { written }) }, surroundings))
      findings.push(found);
  for (const { dashboard, source, locate } of dashboards)
    for (const found of checkForeignDashboard(dashboard, source, locate, surroundings)) findings.push(found);
  // There may be more than a call takes arguments.
  for (const found of [...checkRules(rules, surroundings), ...dashboardsTogether(dashboards)]) findings.push(found);
  const waived = applyWaivers(findings, fileWaivers(waivers), around.world);
  return { findings: sortFindings(waived), rules: count, queries };
}

interface ReadFile {
  readonly dashboard: ForeignDashboard | undefined;
  readonly ruleFile: RuleFile;
}

function readFile({ text }: SourceFile): ReadFile {
  const dashboard = readDashboard(text);
  return { dashboard, ruleFile: dashboard ? { groups: [], faults: [] } : readRuleFile(text) };
}

/**
 * What the rules of these files record is there too, and is what they make of it. In an open world others may record it
 * as well, or it comes from a Prometheus that adds labels.
 */
function withRecorded(around: Surroundings, recordings: ReadonlyMap<string, readonly Recording[]>): Surroundings {
  if (recordings.size === 0) return around;
  const { world } = around;
  return { ...around, world: withRecordings(world, recordings), ...(world.open && { alone: world }) };
}

/** The expression of a rule, or why it is none. */
function readQuery(
  rule: ForeignRule,
  source: string,
  locate: Locate,
  { prometheus: version }: Surroundings,
): Query | Finding {
  const item = rule.name.value;
  const text = rule.expr.value;
  const placeAt = placesIn(rule.expr, source, locate, item);
  const parsed = parse(text, { ...(version && { version }) });
  if (!parsed.ok) return syntaxFinding(text, parsed.error, placeAt(parsed.error.from));
  const { node: expr, spans } = parsed;
  return { expr, use: rule.kind, place: locate(rule.start, item), written: { text, spans, placeAt } };
}

function syntaxFinding(
  source: string,
  { message, from, to }: { message: string; from: number; to: number },
  place: Place,
): Finding {
  return { id: 'expr/syntax', severity: 'error', place, message, source, span: { from, to } };
}
