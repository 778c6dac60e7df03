/** How urgent: critical pages, warning goes to the team, info is read the next business day. The alert's label `severity`. */
export type AlertSeverity = 'critical' | 'warning' | 'info';

/** The response class (guide, Incident Response; ruling R24). The alert's label `priority`. */
export type Priority = 'P0' | 'P1' | 'P2' | 'P3';

/** Every severity, most urgent first. */
export const severities: readonly AlertSeverity[] = Object.freeze(['critical', 'warning', 'info']);

/** The one table of ruling R24: critical → P0, warning → P1 where users feel it, else P2, info → P3. */
export function priorityOf(severity: AlertSeverity, userFacing: boolean): Priority {
  switch (severity) {
    case 'critical':
      return 'P0';
    case 'warning':
      return userFacing ? 'P1' : 'P2';
    case 'info':
      return 'P3';
  }
}

/** How soon somebody answers, per priority (guide, Incident Response). */
export const responseTimes: Readonly<Record<Priority, string>> = Object.freeze({
  P0: '15 minutes',
  P1: '1 hour',
  P2: '4 hours',
  P3: 'the next business day',
});
