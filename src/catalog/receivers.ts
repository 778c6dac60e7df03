import { TelltaleError } from '../core/errors.js';

/** A channel of Slack; the webhook's URL is a secret, and lies in a file on Alertmanager's machine. */
export interface Slack {
  readonly kind: 'slack';
  /** `#channel` or `@user`. */
  readonly channel: string;
  readonly apiUrlFile: string;
}

/** A service of PagerDuty, by the routing key of its Events API v2 integration, which lies in a file. */
export interface PagerDuty {
  readonly kind: 'pagerduty';
  readonly routingKeyFile: string;
  /** Where events go, when not to PagerDuty's default, e.g. `https://events.eu.pagerduty.com/v2/enqueue`. */
  readonly url?: string;
}

/** A mailbox, reached through the site's mail server. */
export interface Email {
  readonly kind: 'email';
  readonly to: string;
}

/** Anything that takes Alertmanager's JSON. */
export interface Webhook {
  readonly kind: 'webhook';
  readonly url: string;
  /** A bearer token; Alertmanager before 0.26 has no secret URLs. */
  readonly credentialsFile?: string;
}

/** A way to reach somebody. Secrets are only ever named by the file that holds them. */
export type Integration = Slack | PagerDuty | Email | Webhook;

/** @throws TelltaleError when the channel is no channel or the secret no absolute path. */
export function slack(options: Omit<Slack, 'kind'>): Slack {
  if (!/^[#@]\S+$/.test(plain('slack', 'channel', options.channel)))
    throw wrong(`slack: channel "${options.channel}"`, 'write #channel or @user');
  absolute('slack', 'apiUrlFile', options.apiUrlFile);
  return Object.freeze({ ...options, kind: 'slack' });
}

/** @throws TelltaleError when the URL is none or the secret no absolute path. */
export function pagerDuty(options: Omit<PagerDuty, 'kind'>): PagerDuty {
  absolute('pagerDuty', 'routingKeyFile', options.routingKeyFile);
  if (options.url !== undefined) httpUrl('pagerDuty', options.url);
  return Object.freeze({ ...options, kind: 'pagerduty' });
}

/** @throws TelltaleError when it is no address. */
export function email(to: string): Email {
  if (!/^[^\s@]+@[^\s@]+$/.test(plain('email', 'address', to)))
    throw wrong(`email: "${to}" is not an address`, 'write name@host');
  return Object.freeze({ kind: 'email', to });
}

/** @throws TelltaleError when the URL is none or holds a password, or the secret is no absolute path. */
export function webhook(options: Omit<Webhook, 'kind'>): Webhook {
  httpUrl('webhook', options.url);
  if (options.credentialsFile !== undefined) absolute('webhook', 'credentialsFile', options.credentialsFile);
  return Object.freeze({ ...options, kind: 'webhook' });
}

/** The text as it is. Alertmanager reads most texts as Go templates: nothing of a site may be taken for one. */
function plain(owner: string, name: string, text: string): string {
  if (text.includes('{{')) throw wrong(`${owner}: ${name} "${text}" would be read as a template`, 'leave {{ out');
  return text;
}

/** Checks the path of a secret: Alertmanager resolves some relative paths against its configuration, others not. */
export function absolute(owner: string, name: string, path: string): void {
  if (!/^\/./.test(path ?? '')) throw wrong(`${owner}: ${name} is "${path}"`, 'give the absolute path of the file');
}

function httpUrl(owner: string, url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw wrong(`${owner}: url "${url}" is not a URL`, 'give an absolute http or https URL');
  if (parsed.username || parsed.password)
    throw wrong(`${owner}: the url holds a user name or password`, 'keep secrets in files');
}

function wrong(message: string, fix: string): TelltaleError {
  return new TelltaleError(message, { fix });
}
