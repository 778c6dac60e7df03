import { formatDuration, milliseconds } from '../../core/durations.js';
import { type Finding, placeOf } from '../../core/findings.js';
import { toRecord } from '../engine/labels.js';
import type { AlertScenario, Raise } from './model.js';
import type { Firing } from './play.js';

const text = (ms: number) => formatDuration(milliseconds(ms));

/** Something that is wrong with a scenario, or that it shows. */
export function problem(scenario: AlertScenario, id: string, message: string, fix: string): Finding {
  return {
    id: `scenario/${id}`,
    severity: 'error',
    place: placeOf(scenario.site, scenario.name),
    message,
    fix,
  };
}

/** What the outcome of a scenario and what its author expects have against each other. */
export function judge(scenario: AlertScenario, fired: readonly Firing[]): Finding[] {
  const { raises, lasts, every } = scenario;
  const wrong = (id: string, message: string, fix: string) => problem(scenario, id, message, fix);
  const unexpected = fired
    .filter(f => !raises.some(r => matches(r, f)))
    .map(f =>
      wrong(
        'unexpected',
        `${f.rule.name} (${f.rule.severity}) fires from ${text(f.from)} to ${text(f.to)} for ${labelsText(f)}`,
        'change the story or the alert, or expect it (raises)',
      ),
    );
  const others = raises.flatMap(raise => {
    const own = fired.filter(f => matches(raise, f));
    const name = `${raise.alert} (${raise.severity})`;
    if (own.length === 0) return [wrong('silent', `${name} does not fire`, 'change the story or the alert')];
    const [from, to] = [Math.min(...own.map(f => f.from)), Math.max(...own.map(f => f.to))];
    const problems: Finding[] = [];
    if (from < raise.from.ms || from > raise.from.ms + raise.give.ms)
      problems.push(
        wrong('time', `${name} fires from ${text(from)}, not from ${text(raise.from.ms)}`, 'say when it fires'),
      );
    const end = to + every.ms;
    const latest = raise.until ? raise.until.ms + raise.give.ms : Infinity;
    if (end < (raise.until?.ms ?? lasts.ms) || (raise.until && end > latest))
      problems.push(
        wrong(
          'time',
          `${name} is over at ${text(end)}, not at ${raise.until ? text(raise.until.ms) : 'the end'}`,
          'say until when it fires',
        ),
      );
    const gap = gapIn(own, from, to, every.ms);
    if (gap !== undefined)
      problems.push(
        wrong(
          'flaps',
          `${name} does not fire at ${text(gap)}, and does again later`,
          'give the alert keepFiringFor, or change the story',
        ),
      );
    return problems;
  });
  return [...unexpected, ...others];
}

function matches({ alert, severity, labels }: Raise, { rule, labels: own }: Firing): boolean {
  const has = toRecord(own);
  return rule.name === alert && rule.severity === severity && Object.entries(labels).every(([l, v]) => has[l] === v);
}

/** The first evaluation between two at which nothing fires. */
function gapIn(fired: readonly Firing[], from: number, to: number, every: number): number | undefined {
  let until = from - every;
  for (const f of [...fired].sort((a, b) => a.from - b.from)) {
    if (f.from > until + every) return until + every;
    until = Math.max(until, f.to);
  }
  return until < to ? until + every : undefined;
}

function labelsText({ labels }: Firing): string {
  const { severity: _, priority: __, ...rest } = toRecord(labels);
  return Object.entries(rest)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ');
}
