import site from '../catalog/site.js';
import { type Duration, minutes, type Restart, seconds, simulation } from '../src/index.js';
import { type Conditions, normal } from './conditions.js';
import { coordinatorProcess } from './coordinator.js';
import { legacyProcess } from './legacy.js';
import { pushgateway } from './pushgateway.js';
import { scenarios } from './scenarios.js';

const [job] = Object.keys(site.jobs) as [string];
const day = 86_400;
const hour = 3600;

/** When the week begins, at midnight UTC, before there was anything. Seconds since the epoch. */
export const monday = Date.UTC(2026, 10, 16) / 1000;

/** Days after Monday, hour and minute. */
const at = (days: number, hours: number, minute: number): Duration => minutes((days * 24 + hours) * 60 + minute);

/** When both coordinator processes get a new release, one after the other. */
const deploys = [
  at(0, 10, 0),
  at(1, 10, 30),
  at(1, 15, 5),
  at(2, 10, 0),
  at(3, 15, 40),
  at(4, 9, 10),
  at(5, 13, 0),
  at(7, 10, 20),
];

/** So soon is a process back that one scrape or two miss it. */
const away = seconds(40);

/** The night on which CI is out of order. */
const noCi = 3;

/** CI runs at two in the morning, now half an hour sooner, now later. */
function nightly(night: number, time: number): number {
  const ends = monday + night * day + 2 * hour + ((night * 17) % 30) * 60;
  return night === noCi || ends > time ? nightly(night - 1, time) : ends;
}

/** Traffic that sleeps at night and rests at the weekend, and a migration from Tuesday to Friday noon. */
const conditions: Conditions = {
  ...normal,
  models: [
    { provider: 'anthropic', model: 'claude-sonnet-4-5', share: 0.6, mean: 2.7 },
    { provider: 'openai', model: 'gpt-5', share: 0.4, mean: 2.2 },
  ],
  tools: [
    { tool_name: 'read_file', share: 0.6, mean: 0.05 },
    { tool_name: 'shell', share: 0.4, mean: 1.9 },
  ],
  requests: 0.5,
  legacyRequests: 0.5,
  night: 0.08,
  weekend: 0.6,
  unmigrated: time => Math.min(1, Math.max(0, 1 - (time - monday - day) / (3.5 * day))),
  release: started => `1.5.${deploys.filter(({ ms }) => monday + ms / 1000 <= started).length}`,
  warmUp: minutes(4).ms / 1000,
  garbage: 12e6,
  lastPush: time => nightly(Math.floor((time - monday) / day), time),
};

/**
 * A week of a small installation, and the Monday after it. Much happens in it, and nothing that a person should hear
 * of: no alert fires but the watchdog.
 */
export default simulation<Conditions>({
  normal: conditions,
  pushedAs: job,
  processes: {
    'coordinator-1': coordinatorProcess,
    'coordinator-2': coordinatorProcess,
    legacy: legacyProcess,
    pushgateway,
  },
  restarts: [
    ...deploys.flatMap((first): Restart[] => [
      { process: 'coordinator-1', at: first, away },
      { process: 'coordinator-2', at: minutes(first.ms / 60_000 + 5), away },
    ]),
    { process: 'legacy', at: at(1, 7, 0), away },
    { process: 'coordinator-2', at: at(3, 3, 15), away },
    { process: 'coordinator-1', at: at(5, 22, 0), away },
  ],
  scenarios: { 'error-burst': scenarios['error-burst'] },
});
