import { parseDuration } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import type { Node } from '../../promql/ast.js';
import { parse } from '../../promql/parse.js';
import { visit } from '../../promql/walk.js';
import { type Labels, labelSet, setting } from '../engine/labels.js';
import type { Sample } from '../engine/model.js';
import type { StoredSeries } from '../engine/storage.js';
import { parseLabels, parseSeries } from '../proof/notation.js';

/** A test file of promtool, as far as it is run here. */
export interface TestDocument {
  readonly rule_files: readonly string[];
  readonly evaluation_interval?: string;
  readonly group_eval_order?: readonly string[];
  readonly tests: readonly {
    readonly name?: string;
    readonly interval?: string;
    readonly external_labels?: Readonly<Record<string, string>>;
    readonly input_series?: readonly { readonly series: string; readonly values: string }[];
    readonly alert_rule_test?: readonly {
      readonly eval_time: string;
      readonly alertname: string;
      readonly exp_alerts?: readonly {
        readonly exp_labels?: Readonly<Record<string, string>>;
        readonly exp_annotations?: Readonly<Record<string, string>>;
      }[];
    }[];
    readonly promql_expr_test?: readonly {
      readonly expr: string;
      readonly eval_time: string;
      readonly exp_samples?: readonly ExpSample[];
    }[];
  }[];
}

/** What a test expects of one alert name at one time (milliseconds): the firing alerts, as one text. */
export interface ExpectedAlerts {
  readonly time: number;
  readonly name: string;
  readonly text: string;
}

/** What a test expects of an expression. */
export interface ExpectedSamples {
  readonly time: number;
  readonly expr: Node;
  /** The names that it reads. */
  readonly reads: ReadonlySet<string>;
  readonly text: string;
}

/** One test, ready to be run. */
export interface Test {
  /** The file's name and the test's own. */
  readonly name: string;
  readonly step: number;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly input: readonly StoredSeries[];
  readonly alerts: readonly ExpectedAlerts[];
  readonly samples: readonly ExpectedSamples[];
  /** The last time at which something is expected. */
  readonly end: number;
}

/** The tests of a file. @throws TelltaleError where it is not of promtool's format */
export function testsOf(file: string, document: TestDocument): Test[] {
  const step = ms(document.evaluation_interval ?? '1m', file);
  return document.tests.map((test, i): Test => {
    const interval = ms(test.interval ?? '1m', file);
    const alerts = (test.alert_rule_test ?? []).map(
      ({ eval_time, alertname, exp_alerts = [] }): ExpectedAlerts => ({
        time: ms(eval_time, file),
        name: alertname,
        text: alertsText(
          (exp_alerts ?? []).map(a => [
            setting(labelSet(Object.entries(a.exp_labels ?? {})), { alertname }),
            a.exp_annotations ?? {},
          ]),
        ),
      }),
    );
    const samples = (test.promql_expr_test ?? []).map(({ expr, eval_time, exp_samples }): ExpectedSamples => {
      const node = parsed(expr, file);
      return {
        time: ms(eval_time, file),
        expr: node,
        reads: namesRead(node),
        text: expectedText(exp_samples ?? []),
      };
    });
    return {
      name: `${file} › ${test.name ?? i + 1}`,
      step,
      externalLabels: test.external_labels ?? {},
      input: (test.input_series ?? []).map(series => parseSeries(series, interval)),
      alerts,
      samples,
      end: Math.max(0, ...[...alerts, ...samples].map(e => e.time)),
    };
  });
}

type ExpSample = { readonly labels?: string; readonly value: number };

/** A NaN equals nothing in promtool, itself included. */
function expectedText(samples: readonly ExpSample[]): string {
  if (samples.some(s => Number.isNaN(s.value))) return 'never';
  return samplesText(samples.map(s => ({ labels: parseLabels(s.labels ?? ''), value: s.value })));
}

function ms(text: string, file: string): number {
  const duration = parseDuration(text);
  if (!duration) throw new TelltaleError(`${file}: "${text}" is not a duration`, { fix: 'write 30s, 5m, 1h' });
  return duration.ms;
}

function parsed(expr: string, file: string): Node {
  const result = parse(expr);
  if (result.ok) return result.node;
  throw new TelltaleError(`${file}: "${expr}" is not PromQL`, { fix: 'see what promtool says about it' });
}

function namesRead(node: Node): Set<string> {
  const names = new Set<string>();
  visit(node, inner => {
    if (inner.kind === 'selector') names.add(inner.name ?? '');
  });
  return names;
}

/** Alerts with their annotations as one text, equal exactly for equal ones. */
export function alertsText(alerts: readonly (readonly [Labels, Readonly<Record<string, string>>])[]): string {
  return alerts
    .map(([labels, annotations]) => JSON.stringify([labels.pairs, Object.entries(annotations).sort()]))
    .sort()
    .join('\n');
}

/** Samples as one text. */
export function samplesText(samples: readonly Sample[]): string {
  return samples
    .map(({ labels, value }) => `${labels.key} ${value + 0}`)
    .sort()
    .join('\n');
}
