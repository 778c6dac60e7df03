import { type JsonSchema, resolve, when } from './json-schema.js';

type Definitions = Record<string, JsonSchema>;

/**
 * Rewrites `anyOf` so that one branch is chosen before it is checked. A validator reports the failures of every branch of
 * an `anyOf`: one misspelt key in a panel would come out as a hundred errors about all the panels it is not.
 * @throws Error for a union whose branches cannot be told apart.
 */
export function chooseBranch(schema: JsonSchema, definitions: Definitions): JsonSchema {
  const branches = (schema.anyOf ?? schema.oneOf)?.flatMap(branch => resolve(branch, definitions).oneOf ?? [branch]);
  if (!branches || schema.discriminator) return schema;
  const union = byKey(branches, definitions) ?? byDatasource(branches, definitions) ?? byType(branches, definitions);
  if (!union) throw new Error(`no key tells these apart: ${JSON.stringify(branches)}`);
  const { anyOf, oneOf, ...rest } = schema;
  return { ...rest, ...union };
}

/** The value that a required key of an object must have, when there is only one. */
function constantOf(schema: JsonSchema, key: string, definitions: Definitions): unknown {
  const object = resolve(schema, definitions);
  const property = object.properties?.[key];
  if (!property || !object.required?.includes(key)) return undefined;
  return resolve(property, definitions).const;
}

/** Objects with a `type` or `id` of their own: the validator's `discriminator` keyword looks the branch up. */
function byKey(branches: JsonSchema[], definitions: Definitions): JsonSchema | undefined {
  const key = ['type', 'id'].find(name => branches.every(b => constantOf(b, name, definitions) !== undefined));
  if (key === undefined) return undefined;
  const tags = branches.map(branch => constantOf(branch, key, definitions));
  return discriminated(key, tags, branches);
}

/**
 * An object whose `key` says which branch holds. The key is also asked for and its values listed beside `discriminator`,
 * whose own errors say neither.
 */
export function discriminated(key: string, tags: unknown[], branches: JsonSchema[]): JsonSchema {
  return {
    type: 'object',
    properties: { [key]: { type: 'string', enum: tags } },
    required: [key],
    discriminator: { propertyName: key },
    oneOf: branches,
  };
}

/** Targets and annotations carry their type one level down, where `discriminator` cannot look. */
function byDatasource(branches: JsonSchema[], definitions: Definitions): JsonSchema | undefined {
  const types = branches.map(branch => {
    const source = resolve(branch, definitions).properties?.datasource;
    return source ? constantOf(source, 'type', definitions) : undefined;
  });
  if (types.includes(undefined)) return undefined;
  const sourceOf = (type: JsonSchema): JsonSchema => ({
    type: 'object',
    required: ['datasource'],
    properties: { datasource: { type: 'object', required: ['type'], properties: { type } } },
  });
  return branches.reduceRight<JsonSchema>(
    (rest, branch, i) => when(sourceOf({ const: types[i] }), branch, rest),
    sourceOf({ type: 'string', enum: types }),
  );
}

/** Branches of different JSON types: keywords only bind values of their own type, so they can live side by side. */
function byType(branches: JsonSchema[], definitions: Definitions): JsonSchema | undefined {
  const resolved = branches.map(branch => resolve(branch, definitions));
  const types = resolved.map(branch => branch.type);
  if (types.some(type => typeof type !== 'string') || new Set(types).size < types.length) return undefined;
  return { ...Object.assign({}, ...resolved), type: types as string[] };
}
