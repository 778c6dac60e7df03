/** What an expression inside `{{ }}` is: `$value` is a number, labels are strings, `3` without a point is an int. */
export type ValueKind = 'string' | 'number' | 'int' | 'bool';

export type Value =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number' | 'int'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean };

/** An expression inside `{{ }}`; a pipeline is calls in calls. */
export type Expression =
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'value' }
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'call'; readonly func: string; readonly args: readonly Expression[] }
  | { readonly kind: 'printf'; readonly format: readonly FormatPart[]; readonly args: readonly Expression[] };

/** A piece of a printf format: text, or a verb with its flags. */
export type FormatPart =
  | string
  | {
      readonly verb: string;
      readonly flags: string;
      readonly width: number;
      readonly precision: number | undefined;
    };

/** A piece of a template. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly expr: Expression }
  | {
      readonly kind: 'if';
      readonly when: Expression;
      readonly then: readonly Part[];
      readonly otherwise: readonly Part[];
    };

/** What is wrong with a template, and where: an offset in its text, in UTF-16 units. */
export interface TemplateFault {
  readonly message: string;
  readonly fix?: string;
  readonly at: number;
}

/** Thrown inside the parser only. */
export class Fault extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly fix?: string,
  ) {
    super(message);
  }
}
