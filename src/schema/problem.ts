/** What may be wrong with a document. */
export type ProblemId =
  | 'schema/unknown-key'
  | 'schema/missing-key'
  | 'schema/value'
  | 'schema/removed-panel'
  | 'schema/duplicate'
  | 'schema/layout'
  | 'schema/unit'
  | 'schema/thresholds'
  | 'schema/datasource';

/** One thing that is wrong with a document. */
export interface Problem {
  readonly id: ProblemId;
  /** JSON pointer (RFC 6901) to the value that is wrong; for a missing key, to the object that lacks it. */
  readonly pointer: string;
  /** One sentence without a final full stop. */
  readonly message: string;
  /** What to write instead. */
  readonly fix?: string;
}

/** The kinds of documents that are checked. */
export type Kind =
  | 'dashboard'
  | 'rules'
  | 'rule-test'
  | 'prometheus'
  | 'alertmanager'
  | 'datasources'
  | 'dashboard-provider';
