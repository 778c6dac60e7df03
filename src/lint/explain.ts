import type { Severity } from '../core/findings.js';
import { unitName } from '../core/units.js';
import { infer } from '../infer/infer.js';
import type { Inferred } from '../infer/model.js';
import { parse } from '../promql/parse.js';
import { checkQuery } from './index.js';
import type { Surroundings } from './model.js';

/** A finding on an expression; offsets into its text. */
export interface ExpressionFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: string;
  readonly from: number;
  readonly to: number;
}

/** What the checker knows about a text: what `telltale infer` prints. */
export type Explained =
  | { readonly valid: false; readonly error: { readonly message: string; readonly from: number; readonly to: number } }
  | {
      readonly valid: true;
      readonly type: Inferred['type'];
      readonly labels: {
        /** Every returned series has these. */
        readonly sure: readonly string[];
        /** Some may have these. */
        readonly maybe: readonly string[];
        /** No series has a label that is not listed. */
        readonly absent_others: boolean;
        /** The values that a label can have, where they are known. */
        readonly values: Readonly<Record<string, readonly string[]>>;
      };
      /** `any` for bare numbers, null where it cannot be told. */
      readonly unit: string | null;
      /** Lowest and highest value; null where there is no bound. */
      readonly range: readonly [number | null, number | null];
      /** It can never return a series. */
      readonly empty: boolean;
      /** How many series it returns at most; null where there is no bound. */
      readonly series: { readonly max: number | null };
      readonly findings: readonly ExpressionFinding[];
    };

/** What is known about an expression, as text; Grafana's macros and variables are understood. */
export function explain(text: string, surroundings: Surroundings): Explained {
  const parsed = parse(text, { macros: true });
  if (!parsed.ok) return { valid: false, error: parsed.error };
  const { node: expr, spans } = parsed;
  const place = { file: '' };
  const found = checkQuery({ expr, use: 'panel', place, written: { text, spans, placeAt: () => place } }, surroundings);
  const { type, labels, others, unit, range, empty, series } = infer(expr, surroundings.world);
  const names = [...labels.keys()].sort();
  const bound = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    valid: true,
    type,
    labels: {
      sure: names.filter(name => labels.get(name)?.sure),
      maybe: names.filter(name => !labels.get(name)?.sure),
      absent_others: !others,
      values: Object.fromEntries(
        names.flatMap(name => {
          const values = labels.get(name)?.values;
          return values ? [[name, values]] : [];
        }),
      ),
    },
    unit: unit === 'unknown' ? null : unit === 'any' ? 'any' : unitName(unit),
    range: [bound(range[0]), bound(range[1])],
    empty,
    series: { max: bound(series) },
    findings: found.map(({ id, severity, message, fix, span }) => ({
      id,
      severity,
      message,
      ...(fix !== undefined && { fix }),
      from: span?.from ?? 0,
      to: span?.to ?? text.length,
    })),
  };
}
