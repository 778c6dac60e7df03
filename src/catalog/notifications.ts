import { type Duration, formatDuration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import { absolute, type Integration } from './receivers.js';

/** How soon and how often a group of alerts is told. All of it is part of the latency budget (ruling R21). */
export interface Pace {
  /** How long the first notification of a group waits for the others of its incident. */
  readonly groupWait: Duration;
  /** How often a group is looked at again: news, resolutions and failed deliveries go out then. */
  readonly groupInterval: Duration;
  /** How long until what has been told and still fires is told again. */
  readonly repeatInterval: Duration;
}

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** Hours of some days of the week, in the time zone of the people who work then. */
export interface Hours {
  readonly weekdays: readonly Weekday[];
  /** `09:00`. */
  readonly from: string;
  /** `17:00`, or `24:00` for the end of the day. */
  readonly to: string;
  /** IANA time zone, e.g. `Europe/Berlin`. */
  readonly location: string;
}

/** The mail server that e-mails go through. Its password lies in a file. */
export interface Smtp {
  /** host:port. */
  readonly smarthost: string;
  readonly from: string;
  readonly username?: string;
  readonly passwordFile?: string;
  /** Whether to insist on STARTTLS; it does when left out. */
  readonly requireTls?: boolean;
}

/** Who is told of alerts, how soon, and when: what routing needs of an installation. */
export interface Notifications<R extends string = string, P extends string = string> {
  readonly kind: 'notifications';
  /** How each receiver is reached, by its name. */
  readonly receivers: Readonly<Record<R, readonly Integration[]>>;
  readonly paces: Readonly<Record<P, Pace>>;
  /** When the team is at work: what can wait is told then. */
  readonly businessHours: Hours;
  readonly smtp?: Smtp;
}

/** Checks and freezes the notification parameters of a site. @throws TelltaleError naming what cannot be. */
export function notifications<const R extends string, const P extends string>(
  options: Omit<Notifications<R, P>, 'kind'>,
): Notifications<R, P> {
  const receivers = Object.entries<readonly Integration[]>(options.receivers);
  for (const [name, integrations] of receivers) {
    if (integrations.length === 0)
      throw wrong(`receiver "${name}" reaches nobody`, 'give it slack(…), pagerDuty(…), email(…) or webhook(…)');
  }
  const { smtp } = options;
  const mailed = receivers.find(([, integrations]) => integrations.some(({ kind }) => kind === 'email'));
  if (mailed && !smtp)
    throw wrong(`receiver "${mailed[0]}" wants e-mail, and there is no smtp`, 'give the mail server');
  if (smtp) checkSmtp(smtp);
  for (const [name, pace] of Object.entries<Pace>(options.paces)) checkPace(name, pace);
  checkHours(options.businessHours);
  return Object.freeze({ ...options, kind: 'notifications' });
}

function checkPace(name: string, { groupWait, groupInterval, repeatInterval }: Pace): void {
  if (groupWait.ms < 0 || groupInterval.ms <= 0) throw wrong(`pace "${name}" does not go forward`, 'use longer times');
  if (repeatInterval.ms < groupInterval.ms)
    throw wrong(
      `pace "${name}" repeats every ${formatDuration(repeatInterval)} and looks every ${formatDuration(groupInterval)}`,
      'repeat no more often than the group is looked at',
    );
}

function checkHours({ weekdays, from, to, location }: Hours): void {
  if (weekdays.length === 0) throw wrong('business hours without a weekday', 'name the days');
  for (const time of [from, to])
    if (!/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time)) throw wrong(`"${time}" is not a time`, 'write it as 09:00');
  if (from >= to) throw wrong(`business hours from ${from} to ${to}`, 'let them begin before they end');
  try {
    new Intl.DateTimeFormat('en', { timeZone: location });
  } catch {
    throw wrong(`there is no time zone "${location}"`, 'use an IANA name such as Europe/Berlin');
  }
}

function checkSmtp({ smarthost, from, username, passwordFile }: Smtp): void {
  if (!/^[^\s/:]+:\d+$/.test(smarthost)) throw wrong(`smarthost "${smarthost}"`, 'write host:port');
  if (!/^[^\s@]+@[^\s@]+$/.test(from)) throw wrong(`smtp: "${from}" is not an address`, 'write name@host');
  if ((username === undefined) !== (passwordFile === undefined))
    throw wrong('smtp has a username or a passwordFile without the other', 'give both, or neither');
  if (passwordFile !== undefined) absolute('smtp', 'passwordFile', passwordFile);
}

function wrong(what: string, fix: string): TelltaleError {
  return new TelltaleError(`notifications: ${what}`, { fix });
}
