import { parser } from '@prometheus-io/lezer-promql';
import type { Node } from './ast.js';
import { SyntaxFault } from './fault.js';
import { prepare } from './lexer.js';
import type { Spans } from './print.js';
import { type Read, readQuickly } from './quick.js';
import { syntaxFault } from './syntax-fault.js';
import { convert } from './tree.js';
import { check } from './types.js';
import { oldest, type Version } from './versions.js';

export interface ParseOptions {
  /** Whether Grafana's macros and variables may stand where a duration stands: in dashboards, never in rules. */
  readonly macros?: boolean;
  /** The functions of a newer Prometheus than 2.42 too. */
  readonly version?: Version;
}

/** Why a text is no expression: a sentence without a full stop, and the stretch of text that it is about. */
export interface ParseError {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

export type ParseResult =
  | { readonly ok: true; readonly node: Node; readonly spans: Spans }
  | { readonly ok: false; readonly error: ParseError };

/**
 * Reads an expression as Prometheus 2.42 reads it, its type check included; of a newer version its functions too. Other
 * newer syntax is refused. Never throws: whatever is wrong comes back with its place.
 */
export function parse(text: string, options: ParseOptions = {}): ParseResult {
  const { macros = false, version = oldest } = options;
  try {
    const { node, spans } = readQuickly(text, macros) ?? readByGrammar(text, macros, version);
    const fault = check(node, version);
    if (!fault) return { ok: true, node, spans };
    const { from, to } = spans.get(fault.node) ?? { from: 0, to: text.length };
    return { ok: false, error: { message: fault.message, from, to } };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    const { message, from, to } = error;
    return { ok: false, error: { message, from, to } };
  }
}

/** @throws SyntaxFault when it is no expression. */
export function readByGrammar(text: string, macros: boolean, version: Version = oldest): Read {
  const tree = parser.parse(prepare(text, macros, version));
  const broken = syntaxFault(tree, text);
  if (broken) throw broken;
  const spans: Spans = new Map();
  return { node: convert(tree, text, spans), spans };
}
