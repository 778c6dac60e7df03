import type { AlertReport, Backtest } from './backtest.js';
import type { Episode } from './history.js';
import { titleOf } from './title.js';

/** What became of an incident between the old rule and the new one. */
export type Change = 'new' | 'gone' | 'same' | 'changed';

/** One incident: episodes of the old and of the new rule that overlap, of the same labels. */
export interface Incident {
  readonly change: Change;
  /** The labels that both rules give it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly old: readonly Episode[];
  readonly new: readonly Episode[];
  /** How much later the new rule fires, in milliseconds; negative: earlier. Where both do. */
  readonly startsLater: number | undefined;
  /** How much longer it fires, all episodes together, in milliseconds; negative: shorter. */
  readonly lastsLonger: number;
}

/** What a change does to one alert. */
export interface AlertComparison {
  readonly title: string;
  /** Absent where the old rules do not have the alert. */
  readonly old: AlertReport | undefined;
  /** Absent where the new rules do not have it. */
  readonly new: AlertReport | undefined;
  /** In the order of time. */
  readonly incidents: readonly Incident[];
}

/** Holds what the new rules did against what the old ones did, alert by alert. */
export function compareBacktests(before: Backtest, after: Backtest): AlertComparison[] {
  const old = keyed(before.alerts);
  const current = keyed(after.alerts);
  return [...new Set([...current.keys(), ...old.keys()])].map(key => {
    const [a, b] = [old.get(key), current.get(key)];
    const { alert } = (b ?? a) as AlertReport;
    return { title: titleOf(alert), old: a, new: b, incidents: incidentsOf(a, b) };
  });
}

/** By name and severity; several of one are told apart by their order. */
function keyed(reports: readonly AlertReport[]): Map<string, AlertReport> {
  const found = new Map<string, AlertReport>();
  for (const report of reports) {
    const title = titleOf(report.alert);
    let key = title;
    for (let n = 2; found.has(key); n++) key = `${title} #${n}`;
    found.set(key, report);
  }
  return found;
}

interface Sided {
  readonly side: 'old' | 'new';
  readonly episode: Episode;
}

/** The labels on which the two are compared are those that the series of both have, but for what the rules set. */
function incidentsOf(old: AlertReport | undefined, current: AlertReport | undefined): Incident[] {
  const own = new Set([old, current].flatMap(report => Object.keys(report?.alert.labels ?? {})));
  const names = (report: AlertReport | undefined) =>
    new Set(report?.history.episodes.flatMap(({ labels }) => Object.keys(labels)));
  const [a, b] = [names(old), names(current)];
  const common = [...(a.size === 0 ? b : b.size === 0 ? a : [...a].filter(name => b.has(name)))].filter(
    n => !own.has(n),
  );
  const groups = new Map<string, { labels: Record<string, string>; of: Sided[] }>();
  for (const [side, report] of [
    ['old', old],
    ['new', current],
  ] as const) {
    for (const episode of report?.history.episodes ?? []) {
      const labels = Object.fromEntries(
        common.sort().flatMap(n => (episode.labels[n] === undefined ? [] : [[n, episode.labels[n]]])),
      );
      const key = JSON.stringify(labels);
      const group = groups.get(key) ?? { labels, of: [] };
      groups.set(key, group);
      group.of.push({ side, episode });
    }
  }
  return [...groups.values()]
    .flatMap(({ labels, of }) => overlapping(of).map(part => incidentOf(labels, part)))
    .sort((x, y) => startOf(x) - startOf(y));
}

const startOf = (incident: Incident): number =>
  Math.min(...[...incident.old, ...incident.new].map(({ start }) => start));

/** Episodes in groups that hang together in time. */
function overlapping(episodes: readonly Sided[]): Sided[][] {
  const found: Sided[][] = [];
  let until = -Infinity;
  for (const sided of [...episodes].sort((a, b) => a.episode.start - b.episode.start)) {
    const { start, duration } = sided.episode;
    if (start < until) found.at(-1)?.push(sided);
    else found.push([sided]);
    until = Math.max(until, start + duration);
  }
  return found;
}

function incidentOf(labels: Incident['labels'], part: readonly Sided[]): Incident {
  const of = (side: Sided['side']) => part.flatMap(s => (s.side === side ? [s.episode] : []));
  const [old, current] = [of('old'), of('new')];
  const total = (episodes: readonly Episode[]) => episodes.reduce((sum, { duration }) => sum + duration, 0);
  const both = old.length > 0 && current.length > 0;
  const startsLater = both ? (current[0] as Episode).start - (old[0] as Episode).start : undefined;
  const lastsLonger = total(current) - total(old);
  const same = startsLater === 0 && lastsLonger === 0 && old.length === current.length;
  return {
    change: !both ? (old.length > 0 ? 'gone' : 'new') : same ? 'same' : 'changed',
    labels,
    old,
    new: current,
    startsLater,
    lastsLonger,
  };
}
