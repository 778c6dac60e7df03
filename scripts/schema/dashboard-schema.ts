import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';
import { type JsonSchema, mapSchema, reachable, refName, resolve } from './json-schema.js';
import { closeOverrides } from './overrides.js';
import { chooseBranch } from './unions.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The JSON Schema of ClosedDashboard (dashboard-types.ts), as the type alone gives it. Takes about two seconds. */
function schemaOfType(): JsonSchema {
  const type = 'ClosedDashboard';
  return createGenerator({
    path: here('dashboard-types.ts'),
    tsconfig: here('../../tsconfig.json'),
    type,
    skipTypeCheck: true,
    topRef: false,
    expose: 'all',
    jsDoc: 'extended',
    functions: 'hide',
    additionalProperties: false,
  }).createSchema(type) as JsonSchema;
}

/**
 * The closed schema of the dashboards that we emit: the SDK's types, field overrides closed as well, and every union
 * with a key by which its branch is chosen.
 */
export function dashboardSchema(): JsonSchema {
  const { $schema, definitions: raw = {}, ...root } = schemaOfType();
  const plain = (schema: JsonSchema) => mapSchema(schema, inlineSingles(raw));
  const definitions = closeOverrides(
    Object.fromEntries(Object.entries(raw).map(([name, schema]) => [cleanName(name), plain(schema)])),
  );
  const choose = (schema: JsonSchema) => mapSchema(schema, inner => chooseBranch(inner, definitions));
  // Unions inside unions are flattened by looking the inner one up, so the definitions are settled before the root.
  for (const name of Object.keys(definitions)) definitions[name] = choose(definitions[name] as JsonSchema);
  const chosen = choose(plain(root));
  return {
    $schema,
    $comment: 'Generated from scripts/schema/dashboard-types.ts. Do not edit.',
    title: 'Grafana dashboard as Telltale emits it',
    ...chosen,
    definitions: reachable(chosen, definitions),
  };
}

/**
 * Drops descriptions, renames references, and puts definitions with a single value (`MappingType.ValueToText`) in place:
 * the validator's `discriminator` does not follow references to them.
 */
function inlineSingles(definitions: Record<string, JsonSchema>) {
  return (schema: JsonSchema): JsonSchema => {
    const { description, ...rest } = schema;
    const name = refName(rest);
    if (name === undefined) return rest;
    const target = resolve(rest, definitions);
    if (target.const !== undefined) return { type: target.type, const: target.const } as JsonSchema;
    return { $ref: `#/definitions/${cleanName(name)}` };
  };
}

/** `CustomFieldConfig<TimeseriesField>` as a name that needs no escaping in a reference. */
function cleanName(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '');
}
