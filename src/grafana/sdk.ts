/**
 * The modules of Grafana's SDK that rendering needs. They cost a third of a second to load, so nothing outside
 * rendering imports them, and this is the only place that does.
 */
export async function loadSdk() {
  const [dashboard, common, prometheus, loki] = await Promise.all([
    import('@grafana/grafana-foundation-sdk/dashboard'),
    import('@grafana/grafana-foundation-sdk/common'),
    import('@grafana/grafana-foundation-sdk/prometheus'),
    import('@grafana/grafana-foundation-sdk/loki'),
  ]);
  const [timeseries, stat, gauge, bargauge, piechart, statetimeline, table, logs] = await Promise.all([
    import('@grafana/grafana-foundation-sdk/timeseries'),
    import('@grafana/grafana-foundation-sdk/stat'),
    import('@grafana/grafana-foundation-sdk/gauge'),
    import('@grafana/grafana-foundation-sdk/bargauge'),
    import('@grafana/grafana-foundation-sdk/piechart'),
    import('@grafana/grafana-foundation-sdk/statetimeline'),
    import('@grafana/grafana-foundation-sdk/table'),
    import('@grafana/grafana-foundation-sdk/logs'),
  ]);
  return {
    dashboard,
    common,
    prometheus,
    loki,
    timeseries,
    stat,
    gauge,
    bargauge,
    piechart,
    statetimeline,
    table,
    logs,
  };
}

/** The SDK, loaded. */
export type Sdk = Awaited<ReturnType<typeof loadSdk>>;

/**
 * A builder whose object lacks some keys: the SDK's defaults say more than we mean. Every variable gets the settings of
 * an interval, and links and annotations are put away in a menu.
 */
export function leavingOut<T extends object, K extends keyof T>(builder: { build(): T }, ...keys: readonly K[]) {
  return {
    build(): Omit<T, K> {
      const object = { ...builder.build() };
      for (const key of keys) delete object[key];
      return object;
    },
  };
}
