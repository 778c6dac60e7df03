import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import groups from '../../alerts/index.js';
import { routingFor } from '../../alerts/routing.js';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { renderAlertmanager } from '../../src/alertmanager/render.js';
import {
  type Hours,
  type Integration,
  milliseconds,
  notifications,
  type Pace,
  type Smtp,
  webhook,
  world,
} from '../../src/index.js';
import { alertLabelsOf } from '../../src/lint/alert-labels.js';
import { type Alertmanager, startAlertmanager } from './alertmanager.js';
import { atExit } from './at-exit.js';

export type ReceiverName = keyof typeof site.notifications.receivers;
export type PaceName = keyof typeof site.notifications.paces;

/** What an installation for a test has of its own: how receivers are reached, how fast all goes, and when people work. */
export interface Notified {
  readonly reach: (receiver: ReceiverName) => readonly Integration[];
  readonly pace: (name: PaceName) => Pace;
  readonly hours: Hours;
  /** The mail server, where receivers are reached by e-mail. */
  readonly smtp?: Smtp;
}

/** Tests wait at least this long for what is not to come: three looks at a group. */
const interval = 700;
export const patience = 3 * interval;

/** Everything at once, hardly waiting, and repeated only after the test; but for the heartbeat, which is there to be repeated. */
export function quick(name: PaceName): Pace {
  return {
    groupWait: milliseconds(300),
    groupInterval: milliseconds(interval),
    repeatInterval: milliseconds(name === 'heartbeat' ? interval : 3_600_000),
  };
}

const day = 86_400_000;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** Business hours that this moment lies in, and ones that it does not, today or tomorrow. */
export const always: Hours = { weekdays, from: '00:00', to: '24:00', location: 'UTC' };
export const notNow: Hours = {
  ...always,
  weekdays: [weekdays[new Date(Date.now() + 3 * day).getUTCDay()] ?? 'monday'],
};

/** Each receiver a path of a webhook server. */
export const webhooks = (url: string) => (receiver: ReceiverName) => [webhook({ url: `${url}/${receiver}` })];

/** The configuration that the project gives for a site with these parameters: the same routing, receivers of the test's own. */
export function alertmanagerFiles({ reach, pace, hours, smtp }: Notified): [path: string, text: string][] {
  const { receivers, paces } = site.notifications;
  const own = notifications({
    receivers: mapValues(receivers, reach),
    paces: mapValues(paces, pace),
    businessHours: hours,
    ...(smtp && { smtp }),
  });
  const there = { ...site, notifications: own };
  const alerts = alertLabelsOf({ world: world(metrics, recorded), site: there, groups });
  return renderAlertmanager(routingFor(own), there, alerts);
}

type Files = readonly (readonly [path: string, text: string])[];

export interface Alerting extends Alertmanager {
  /** Puts other files in the place of its own, and lets it load them. */
  reload(files: Files): Promise<void>;
}

/** Starts Alertmanager on such a configuration; `stop` also removes its files. */
export async function startAlerting(files: Files): Promise<Alerting> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-alertmanager-'));
  const removed = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // A test run that is cut off leaves no folder behind.
  const cutOff = atExit(removed);
  const clean = () => {
    removed();
    cutOff.callOff();
  };
  const put = async (all: Files) => {
    for (const [path, text] of all) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  };
  try {
    await put(files);
    const alertmanager = await startAlertmanager(join(folder, 'alertmanager'));
    return {
      ...alertmanager,
      async reload(others) {
        await put(others);
        const response = await fetch(`${alertmanager.url}/-/reload`, { method: 'POST' });
        if (!response.ok) throw new Error(`alertmanager: ${await response.text()}`);
      },
      stop: () => alertmanager.stop().finally(clean),
    };
  } catch (error) {
    clean();
    throw error;
  }
}

function mapValues<K extends string, A, B>(of: Readonly<Record<K, A>>, make: (key: K) => B): Record<K, B> {
  return Object.fromEntries(Object.keys(of).map(key => [key, make(key as K)])) as Record<K, B>;
}
