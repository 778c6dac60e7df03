/** What Prometheus holds of one alert from one evaluation to the next. */
export interface AlertState {
  readonly firing: boolean;
  /** The evaluation that first returned it: its `activeAt`. */
  readonly since: number;
  /** The first evaluation that no longer returned it, while `keep_firing_for` holds it. */
  readonly gone: number | undefined;
}

/** How long an alert is pending, and how long it goes on once it is gone; milliseconds. */
export interface AlertWaits {
  readonly for: number;
  readonly keepFiringFor: number;
}

/**
 * An alert after one more evaluation, which returned it or not; undefined is inactive. The same object when nothing has
 * changed. As `AlertingRule.Eval` of Prometheus 2.42 does it: it fires at exactly `for`, and what comes back while it is
 * kept firing is the same alert.
 */
export function nextState(
  before: AlertState | undefined,
  returned: boolean,
  time: number,
  waits: AlertWaits,
): AlertState | undefined {
  if (!returned) {
    if (!before?.firing) return undefined;
    const gone = before.gone ?? time;
    if (time - gone >= waits.keepFiringFor) return undefined;
    return before.gone === gone ? before : { ...before, gone };
  }
  const since = before?.since ?? time;
  const firing = time - since >= waits.for;
  return before && before.firing === firing && before.gone === undefined ? before : { firing, since, gone: undefined };
}
