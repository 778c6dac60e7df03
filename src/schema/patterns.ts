/** Prometheus durations: whole numbers with units from years down to milliseconds, each unit once, or `0`. */
export const prometheusDuration = '^(0|(?!$)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$';
export const metricName = '^[a-zA-Z_:][a-zA-Z0-9_:]*$';
/** `__name__` is refused by Prometheus in the labels of rules and targets alike. */
export const labelName = '^(?!__name__$)[a-zA-Z_][a-zA-Z0-9_]*$';
export const annotationName = '^[a-zA-Z_][a-zA-Z0-9_]*$';
/** Host and port; Prometheus refuses a scheme or a path here. */
export const hostPort = '^(\\[[0-9a-fA-F:.]+\\]|[^\\s/:]+)(:[0-9]+)?$';
export const absolutePath = '^/';
export const datasourceUid = '^[a-zA-Z0-9_-]{1,40}$';
export const url = '^(https?://|\\$)';
export const httpUrl = '^https?://[^/]';
export const timeOfDay = '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$';

/**
 * What each pattern of the schemas asks for, in words. The ones that come from doc comments in scripts/schema stand here
 * as text; a test holds that none is missing.
 */
export const patternPhrases: Readonly<Record<string, string>> = {
  [prometheusDuration]: 'a Prometheus duration such as 30s, 5m or 1h30m',
  [metricName]: 'a metric name: letters, digits, _ and :, not starting with a digit',
  [labelName]: 'a label name: letters, digits and _, not starting with a digit, and not __name__',
  [annotationName]: 'a name: letters, digits and _, not starting with a digit',
  [hostPort]: 'host:port without scheme or path',
  [absolutePath]: 'a path that starts with /',
  [datasourceUid]: 'a uid of 1 to 40 letters, digits, _ and -',
  [httpUrl]: 'a URL that starts with http:// or https://',
  [timeOfDay]: 'a time such as 09:00, up to 24:00',
  [url]: 'a URL that starts with http:// or https://, or an environment variable',
  '^[a-z0-9_-]{1,40}$': 'a uid of 1 to 40 lower-case letters, digits, _ and -',
  '^([0-9]+(ms|s|m|h|d|w|M|y))?$': 'a Grafana duration such as 30s or 5m, or "" for no refresh',
  '^[0-9]+(ms|s|m|h|d|w|M|y)$': 'a Grafana duration such as 30s or 5m',
  '^[0-9]+(ms|s|m|h|d|w|M|y)$|^[$]': 'a Grafana duration such as 30s, or a variable',
  '^>?=?[0-9]+(ms|s|m|h|d|w|M|y)$|^[$]': 'a Grafana duration such as 30s or >30s, or a variable',
  '^(now([+-][0-9]+(s|m|h|d|w|M|Q|y))?(/(s|m|h|d|w|M|Q|y|fQ|fy))?|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{10,})$':
    'a point in time such as now-6h, now/d or 2026-01-31',
  '^[A-Za-z_][A-Za-z0-9_]*$': 'a variable name: letters, digits and _, not starting with a digit',
};
