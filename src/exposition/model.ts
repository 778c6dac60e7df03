/** The type that a page declares for a metric. */
export type DeclaredType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'summary'
  | 'untyped'
  | 'unknown'
  | 'info'
  | 'stateset'
  | 'gaugehistogram';

/** One sample of a page. */
export interface PageSample {
  /** As it stands: `x_bucket`, `x_total`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** 1-based. */
  readonly line: number;
}

/** A metric of a page: what it declares, and its samples. */
export interface Family {
  readonly name: string;
  readonly type: DeclaredType;
  readonly help: string | undefined;
  readonly unit: string | undefined;
  readonly samples: readonly PageSample[];
  /** Where it begins, 1-based. */
  readonly line: number;
}

/** A page that Prometheus would refuse: why, and the line. */
export class ExpositionFault extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}
