/** The part of a variable's query that is PromQL, at an offset of its text; and the label whose values it lists. */
export interface VariableQuery {
  readonly expr: string;
  readonly from: number;
  readonly label?: string;
}

/** Reads what Grafana's Prometheus datasource understands: `label_values(series, label)` and `query_result(expression)`. */
export function readVariableQuery(text: string): VariableQuery | undefined {
  const values = /^(\s*label_values\(\s*)(.*\S)\s*,\s*(\w+)\s*\)\s*$/s.exec(text);
  if (values) return { expr: values[2] as string, from: (values[1] as string).length, label: values[3] as string };
  const result = /^(\s*query_result\(\s*)(.*\S)\s*\)\s*$/s.exec(text);
  return result ? { expr: result[2] as string, from: (result[1] as string).length } : undefined;
}
