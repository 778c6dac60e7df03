/** As much of JSON Schema (draft 7) as these schemas use. */
export interface JsonSchema {
  $schema?: string;
  $comment?: string;
  $ref?: string;
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  propertyNames?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  uniqueItems?: boolean;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  discriminator?: { propertyName: string };
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
  definitions?: Record<string, JsonSchema>;
}

/** Replaces every subschema by what `change` makes of it, the innermost first. */
export function mapSchema(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const visit = (value: JsonSchema) => mapSchema(value, change);
  const visitAll = (record: Record<string, JsonSchema>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, visit(value)]));
  const copy: JsonSchema = { ...schema };
  for (const key of ['properties', 'patternProperties', 'definitions'] as const) {
    const record = copy[key];
    if (record) copy[key] = visitAll(record);
  }
  for (const key of ['items', 'propertyNames', 'if', 'then', 'else'] as const) {
    const child = copy[key];
    if (child) copy[key] = visit(child);
  }
  for (const key of ['anyOf', 'oneOf'] as const) {
    const list = copy[key];
    if (list) copy[key] = list.map(visit);
  }
  if (typeof copy.additionalProperties === 'object') copy.additionalProperties = visit(copy.additionalProperties);
  return change(copy);
}

const prefix = '#/definitions/';

/** A reference to a definition. */
export function ref(name: string): JsonSchema {
  return { $ref: prefix + name };
}

/** Checks by one schema where the condition holds, by another where it does not: the errors are those of one only. */
export function when(condition: JsonSchema, holds: JsonSchema, fails: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  return { if: condition, then: holds, else: fails };
}

/** An object with these properties and no others. */
export function closed(properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The name that a reference points to, undefined when the schema is none. */
export function refName(schema: JsonSchema): string | undefined {
  return schema.$ref === undefined ? undefined : decodeURIComponent(schema.$ref.slice(prefix.length));
}

/** The schema itself, or the definition that it refers to. @throws Error when that is missing. */
export function resolve(schema: JsonSchema, definitions: Record<string, JsonSchema>): JsonSchema {
  const name = refName(schema);
  if (name === undefined) return schema;
  const target = definitions[name];
  if (!target) throw new Error(`the schema refers to the definition "${name}", which does not exist`);
  return resolve(target, definitions);
}

/** The definitions that can be reached from the root. */
export function reachable(root: JsonSchema, definitions: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const seen = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const name = Array.isArray(value) ? undefined : refName(value as JsonSchema);
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      visit(definitions[name]);
    }
    Object.values(value).forEach(visit);
  };
  visit({ ...root, definitions: undefined });
  return Object.fromEntries([...seen].sort().map(name => [name, definitions[name] as JsonSchema]));
}
