import { type JsonSchema, ref, resolve } from './json-schema.js';
import { discriminated } from './unions.js';

type Definitions = Record<string, JsonSchema>;

/**
 * Closes field overrides, which the SDK types as `{ id: string, value: any }`: the id of an override is a key of the
 * field defaults, or `custom.` and a key of the panel's custom config, and its value has that key's type.
 */
export function closeOverrides(definitions: Definitions): Definitions {
  const result: Definitions = { ...definitions };
  for (const [name, config] of Object.entries(definitions)) {
    const defaults = config.properties?.defaults;
    const overrides = config.properties?.overrides;
    if (!defaults || !overrides) continue;
    const { custom, ...standard } = resolve(defaults, definitions).properties ?? {};
    const branches = Object.entries(standard).map(([key, value]) => overrideOf(key, value));
    const customKeys = custom ? (resolve(custom, definitions).properties ?? {}) : {};
    for (const [key, value] of Object.entries(customKeys)) branches.push(overrideOf(`custom.${key}`, value));
    const item = resolve(overrides.items ?? {}, definitions);
    const { properties: ids, ...union } = discriminated(
      'id',
      branches.map(branch => branch.properties?.id?.const),
      branches,
    );
    result[`${name}_Property`] = {
      ...union,
      properties: { ...ids, value: {} },
      required: ['id', 'value'],
      additionalProperties: false,
    };
    const properties = { type: 'array', items: ref(`${name}_Property`) };
    result[name] = {
      ...config,
      properties: {
        ...config.properties,
        overrides: { ...overrides, items: { ...item, properties: { ...item.properties, properties } } },
      },
    };
  }
  return result;
}

/** One branch: what all have in common stands beside them. */
function overrideOf(id: string, value: JsonSchema): JsonSchema {
  return { properties: { id: { const: id }, value } };
}
