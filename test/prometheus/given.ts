import { parse } from '../../src/promql/parse.js';

export { parseSeries } from '../../src/prometheus/proof/notation.js';

/** An expression from its text. */
export function parseExpr(text: string) {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed)}`);
  return parsed.node;
}
