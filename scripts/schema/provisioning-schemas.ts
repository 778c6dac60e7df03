import { absolutePath, datasourceUid, url } from '../../src/schema/patterns.js';
import { closed, type JsonSchema } from './json-schema.js';
import { discriminated } from './unions.js';

const text: JsonSchema = { type: 'string' };
const filled: JsonSchema = { type: 'string', minLength: 1 };
const flag: JsonSchema = { type: 'boolean' };
const seconds: JsonSchema = { type: 'integer', minimum: 1 };
const id: JsonSchema = { type: 'integer', minimum: 1 };
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

const jsonData: Record<string, Record<string, JsonSchema>> = {
  prometheus: {
    httpMethod: { type: 'string', enum: ['GET', 'POST'] },
    prometheusType: { type: 'string', enum: ['Prometheus', 'Mimir', 'Cortex', 'Thanos'] },
    prometheusVersion: filled,
    cacheLevel: { type: 'string', enum: ['Low', 'Medium', 'High', 'None'] },
    timeInterval: filled,
    queryTimeout: filled,
    defaultEditor: { type: 'string', enum: ['builder', 'code'] },
    disableMetricsLookup: flag,
    disableRecordingRules: flag,
    incrementalQuerying: flag,
    incrementalQueryOverlapWindow: filled,
    customQueryParameters: text,
    exemplarTraceIdDestinations: list(
      closed({ name: filled, datasourceUid: filled, url: filled, urlDisplayLabel: filled }, ['name']),
    ),
  },
  loki: {
    maxLines: { type: ['integer', 'string'] },
    derivedFields: list(
      closed(
        {
          name: filled,
          matcherType: { type: 'string', enum: ['label', 'regex'] },
          matcherRegex: filled,
          url: text,
          urlDisplayLabel: filled,
          datasourceUid: filled,
          targetBlank: flag,
        },
        ['name', 'matcherRegex'],
      ),
    ),
  },
  alertmanager: {
    implementation: { type: 'string', enum: ['prometheus', 'mimir', 'cortex'] },
    handleGrafanaManagedAlerts: flag,
  },
};

const sharedJsonData = {
  manageAlerts: flag,
  alertmanagerUid: filled,
  tlsAuth: flag,
  tlsAuthWithCACert: flag,
  tlsSkipVerify: flag,
  serverName: filled,
  timeout: seconds,
};

/** Each type has its own `jsonData`; the SDK knows nothing of these files. */
const datasource = (type: string): JsonSchema =>
  closed(
    {
      type: { type: 'string', const: type },
      name: filled,
      uid: { type: 'string', pattern: datasourceUid },
      access: { type: 'string', enum: ['proxy', 'direct'] },
      url: { type: 'string', pattern: url },
      orgId: id,
      isDefault: flag,
      editable: flag,
      version: id,
      basicAuth: flag,
      basicAuthUser: filled,
      withCredentials: flag,
      jsonData: closed({ ...sharedJsonData, ...jsonData[type] }),
      secureJsonData: { type: 'object', additionalProperties: text },
    },
    ['type', 'name', 'uid', 'access', 'url'],
  );

/** A datasource provisioning file of Grafana's, for the types that we write. */
export const datasources: JsonSchema = closed(
  {
    apiVersion: { type: 'integer', const: 1 },
    prune: flag,
    deleteDatasources: list(closed({ name: filled, orgId: id }, ['name'])),
    datasources: list(discriminated('type', Object.keys(jsonData), Object.keys(jsonData).map(datasource))),
  },
  ['apiVersion', 'datasources'],
);

/** A dashboard provider file of Grafana's. */
export const dashboardProvider: JsonSchema = closed(
  {
    apiVersion: { type: 'integer', const: 1 },
    providers: {
      ...list(
        closed(
          {
            name: filled,
            orgId: id,
            folder: text,
            folderUid: { type: 'string', pattern: datasourceUid },
            type: { type: 'string', const: 'file' },
            disableDeletion: flag,
            editable: flag,
            updateIntervalSeconds: seconds,
            allowUiUpdates: flag,
            options: closed({ path: { type: 'string', pattern: absolutePath }, foldersFromFilesStructure: flag }, [
              'path',
            ]),
          },
          ['name', 'type', 'options'],
        ),
      ),
      minItems: 1,
    },
  },
  ['apiVersion', 'providers'],
);
