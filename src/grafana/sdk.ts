import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The modules of Grafana's SDK that rendering needs. They cost a fifth of a second to load, so each is loaded when it is
 * first used, and this is the only place that does. They are CommonJS: to import them, Node would have to read them
 * twice.
 */
export const sdk = {
  get dashboard(): typeof import('@grafana/grafana-foundation-sdk/dashboard') {
    return require('@grafana/grafana-foundation-sdk/dashboard');
  },
  get common(): typeof import('@grafana/grafana-foundation-sdk/common') {
    return require('@grafana/grafana-foundation-sdk/common');
  },
  get prometheus(): typeof import('@grafana/grafana-foundation-sdk/prometheus') {
    return require('@grafana/grafana-foundation-sdk/prometheus');
  },
  get loki(): typeof import('@grafana/grafana-foundation-sdk/loki') {
    return require('@grafana/grafana-foundation-sdk/loki');
  },
  get timeseries(): typeof import('@grafana/grafana-foundation-sdk/timeseries') {
    return require('@grafana/grafana-foundation-sdk/timeseries');
  },
  get stat(): typeof import('@grafana/grafana-foundation-sdk/stat') {
    return require('@grafana/grafana-foundation-sdk/stat');
  },
  get gauge(): typeof import('@grafana/grafana-foundation-sdk/gauge') {
    return require('@grafana/grafana-foundation-sdk/gauge');
  },
  get bargauge(): typeof import('@grafana/grafana-foundation-sdk/bargauge') {
    return require('@grafana/grafana-foundation-sdk/bargauge');
  },
  get piechart(): typeof import('@grafana/grafana-foundation-sdk/piechart') {
    return require('@grafana/grafana-foundation-sdk/piechart');
  },
  get statetimeline(): typeof import('@grafana/grafana-foundation-sdk/statetimeline') {
    return require('@grafana/grafana-foundation-sdk/statetimeline');
  },
  get table(): typeof import('@grafana/grafana-foundation-sdk/table') {
    return require('@grafana/grafana-foundation-sdk/table');
  },
  get logs(): typeof import('@grafana/grafana-foundation-sdk/logs') {
    return require('@grafana/grafana-foundation-sdk/logs');
  },
};

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
