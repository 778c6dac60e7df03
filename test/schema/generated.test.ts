import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { allSchemas, generatedFiles } from '../../scripts/schema/artefacts.js';
import { type JsonSchema, mapSchema } from '../../scripts/schema/json-schema.js';
import { validate } from '../../src/schema/generated/dashboard.js';
import { patternPhrases } from '../../src/schema/patterns.js';
import { broken } from './breaking.js';
import { foreign, keys, places, twice, values } from './dashboard-breakages.js';
import { goodDashboard } from './good-dashboard.js';

const src = new URL('../../src/schema/', import.meta.url);
// Reading the SDK's types takes some seconds, so all tests share one run.
const schemas = allSchemas();
const files = generatedFiles(schemas);

/** Every subschema of all kinds. */
function subschemas(): JsonSchema[] {
  const found: JsonSchema[] = [];
  for (const schema of Object.values(schemas)) {
    mapSchema(schema, inner => {
      found.push(inner);
      return inner;
    });
  }
  return found;
}

describe('generated files', () => {
  it('are what the generator makes of the types today', () => {
    for (const [path, text] of files) {
      const committed = readFileSync(new URL(path, src), 'utf8');
      // toBe would print both: half a megabyte.
      expect(committed === text, `${path} is stale: run scripts/schema/generate.ts`).toBe(true);
    }
    const present = readdirSync(new URL('generated/', src)).map(name => `generated/${name}`);
    expect(present.sort()).toEqual([...files.keys()].filter(path => path.startsWith('generated/')).sort());
  });

  it('import nothing', () => {
    for (const [path, text] of files) {
      if (path.endsWith('.ts')) expect(text).not.toMatch(/\brequire\(|^import /m);
    }
  });
});

describe('the schemas', () => {
  it('leave no object open that lists its properties', () => {
    const open = subschemas().filter(({ type, properties, additionalProperties, discriminator }) => {
      const isObject = [type].flat().includes('object') && properties !== undefined;
      return isObject && additionalProperties !== false && discriminator === undefined;
    });
    // What is left are conditions, which look at one key only.
    expect(
      open.filter(({ properties = {} }) => !['datasource', 'type', 'alert'].includes(Object.keys(properties)[0] ?? '')),
    ).toEqual([]);
  });

  it('leave no union whose branches fail together', () => {
    expect(subschemas().filter(({ anyOf, oneOf, discriminator }) => anyOf ?? (oneOf && !discriminator))).toEqual([]);
  });

  it('have words for every pattern', () => {
    const patterns = subschemas().flatMap(({ pattern }) => pattern ?? []);
    expect(patterns.filter(pattern => patternPhrases[pattern] === undefined)).toEqual([]);
    expect(Object.keys(patternPhrases).filter(pattern => !patterns.includes(pattern))).toEqual([]);
  });
});

describe('the compiled validator', () => {
  const plain = new Ajv({ strict: true, allowUnionTypes: true, discriminator: true }).compile(schemas.dashboard ?? {});

  it('agrees with the schema as ajv reads it', () => {
    const all = [...keys, ...foreign, ...values, ...places, ...twice];
    const documents = [goodDashboard(), ...all.map(([at, value]) => broken(goodDashboard(), at, value))];
    const verdicts = documents.map(document => plain(document));
    expect(documents.map(document => validate(document))).toEqual(verdicts);
    expect(verdicts.filter(Boolean).length).toBeLessThan(verdicts.length / 3);
  });
});
