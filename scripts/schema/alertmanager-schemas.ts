import {
  absolutePath,
  hostPort,
  httpUrl,
  labelName,
  prometheusDuration,
  timeOfDay,
} from '../../src/schema/patterns.js';
import { closed, type JsonSchema } from './json-schema.js';

const text: JsonSchema = { type: 'string' };
const filled: JsonSchema = { type: 'string', minLength: 1 };
const flag: JsonSchema = { type: 'boolean' };
const duration: JsonSchema = { type: 'string', pattern: prometheusDuration };
const file: JsonSchema = { type: 'string', pattern: absolutePath };
const url: JsonSchema = { type: 'string', pattern: httpUrl };
const label: JsonSchema = { type: 'string', pattern: labelName };
const time: JsonSchema = { type: 'string', pattern: timeOfDay };
const list = (items: JsonSchema, minItems = 1): JsonSchema => ({ type: 'array', items, minItems });

/** Of all that Alertmanager can do with a group; a child route inherits what it leaves out. */
const grouping = {
  receiver: filled,
  group_by: list(label),
  group_wait: duration,
  group_interval: duration,
  repeat_interval: duration,
};

const route = closed(
  { matchers: list(filled), ...grouping, active_time_intervals: list(filled), mute_time_intervals: list(filled) },
  ['matchers', 'receiver'],
);

/** Secrets are read from files: `api_url`, `routing_key` and their like are refused. */
const slack = closed(
  {
    send_resolved: flag,
    api_url_file: file,
    channel: filled,
    color: text,
    title: text,
    title_link: text,
    text,
    fallback: text,
    mrkdwn_in: list(filled),
  },
  ['api_url_file', 'channel'],
);

const pagerduty = closed(
  {
    send_resolved: flag,
    routing_key_file: file,
    url,
    description: text,
    severity: text,
    class: text,
    group: text,
    details: { type: 'object', additionalProperties: text },
    links: list(closed({ href: filled, text: filled }, ['href'])),
  },
  ['routing_key_file'],
);

const email = closed(
  {
    send_resolved: flag,
    to: filled,
    headers: { type: 'object', additionalProperties: text },
    html: text,
    text,
  },
  ['to'],
);

const webhook = closed(
  {
    send_resolved: flag,
    url,
    http_config: closed({ authorization: closed({ credentials_file: file }, ['credentials_file']) }),
  },
  ['url'],
);

const weekday: JsonSchema = {
  type: 'string',
  enum: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
};

/** The part of alertmanager.yml that we write, as Alertmanager 0.25 reads it. What is not here is refused. */
export const alertmanager: JsonSchema = closed(
  {
    global: closed(
      {
        smtp_smarthost: { type: 'string', pattern: hostPort },
        smtp_from: filled,
        smtp_auth_username: filled,
        smtp_auth_password_file: file,
        smtp_require_tls: flag,
      },
      ['smtp_smarthost', 'smtp_from'],
    ),
    templates: list(filled),
    route: closed({ ...grouping, routes: list(route) }, ['receiver', 'group_by']),
    inhibit_rules: list(
      closed({ source_matchers: list(filled), target_matchers: list(filled), equal: list(label) }, [
        'source_matchers',
        'target_matchers',
        'equal',
      ]),
    ),
    time_intervals: list(
      closed(
        {
          name: filled,
          time_intervals: list(
            closed({
              weekdays: list(weekday),
              times: list(closed({ start_time: time, end_time: time }, ['start_time', 'end_time'])),
              location: filled,
            }),
          ),
        },
        ['name', 'time_intervals'],
      ),
    ),
    receivers: list(
      closed(
        {
          name: filled,
          slack_configs: list(slack),
          pagerduty_configs: list(pagerduty),
          email_configs: list(email),
          webhook_configs: list(webhook),
        },
        ['name'],
      ),
    ),
  },
  ['route', 'receivers'],
);
