import { withNames } from '../catalog/world.js';
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
  const read = files.map(readFile);
  const surroundings = withRecorded(around, read);
  const findings: Finding[] = [];
  const rules: CheckedRule[] = [];
  const waivers: WaiverScopes[] = [];
  const dashboards: PlacedDashboard[] = [];
  let [count, queries] = [0, 0];
  for (const { path, text, dashboard, ruleFile } of read) {
    const at = positions(text);
    const locate: Locate = (offset, item) => ({ file: path, ...(item !== undefined && { item }), ...at(offset) });
    if (dashboard) {
      queries += dashboard.queries.length;
      waivers.push(dashboardWaivers(dashboard, text, locate));
      for (const found of checkForeignDashboard(dashboard, text, locate, surroundings)) findings.push(found);
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
      const inGroup = checkedGroup(group, locate, surroundings);
      for (const rule of group.rules) {
        const query = readQuery(rule, text, locate, surroundings);
        if ('id' in query) findings.push(query);
        else {
          findings.push(...checkQuery(query, surroundings));
          rules.push(checkedRule(rule, group, inGroup, query, text, locate));
        }
      }
    }
  }
  // There may be more than a call takes arguments.
  for (const found of [...checkRules(rules, surroundings), ...dashboardsTogether(dashboards)]) findings.push(found);
  const waived = applyWaivers(findings, fileWaivers(waivers), around.world);
  return { findings: sortFindings(waived), rules: count, queries };
}

interface ReadFile extends SourceFile {
  readonly dashboard: ForeignDashboard | undefined;
  readonly ruleFile: RuleFile;
}

function readFile(file: SourceFile): ReadFile {
  const dashboard = readDashboard(file.text);
  return { ...file, dashboard, ruleFile: dashboard ? { groups: [], faults: [] } : readRuleFile(file.text) };
}

/** In a closed world, what the rules of these files record is there too. */
function withRecorded(surroundings: Surroundings, files: readonly ReadFile[]): Surroundings {
  const { world } = surroundings;
  if (world.open) return surroundings;
  const rules = files.flatMap(({ ruleFile }) => ruleFile.groups.flatMap(group => group.rules));
  const names = rules.flatMap(rule => (rule.kind === 'record' ? rule.name.value : []));
  return { ...surroundings, world: withNames(world, new Set(names)) };
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
