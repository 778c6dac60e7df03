import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/schema/index.js';
import { type Breakage, expectBroken, gone, named } from './breaking.js';

const datasources = {
  apiVersion: 1,
  prune: true,
  deleteDatasources: [{ name: 'Old', orgId: 1 }],
  datasources: [
    {
      name: 'Prometheus',
      type: 'prometheus',
      uid: 'prometheus',
      access: 'proxy',
      url: 'http://prometheus:9090',
      isDefault: true,
      jsonData: { httpMethod: 'POST', timeInterval: '15s', prometheusType: 'Prometheus', manageAlerts: false },
    },
    {
      name: 'Loki',
      type: 'loki',
      uid: 'loki',
      access: 'proxy',
      url: '$LOKI_URL',
      jsonData: { maxLines: 1000, derivedFields: [{ name: 'trace', matcherRegex: 'trace=(\\w+)', url: '/t/$1' }] },
      secureJsonData: { httpHeaderValue1: '$LOKI_TOKEN' },
    },
    {
      name: 'Alertmanager',
      type: 'alertmanager',
      uid: 'alertmanager',
      access: 'proxy',
      url: 'http://alertmanager:9093',
      jsonData: { implementation: 'prometheus' },
    },
  ],
};

const provider = {
  apiVersion: 1,
  providers: [
    {
      name: 'coordinator',
      orgId: 1,
      folder: 'Coordinator',
      folderUid: 'coordinator',
      type: 'file',
      disableDeletion: true,
      updateIntervalSeconds: 30,
      allowUiUpdates: false,
      options: { path: '/etc/grafana/dashboards', foldersFromFilesStructure: false },
    },
    { name: 'teams', type: 'file', options: { path: '/etc/grafana/teams', foldersFromFilesStructure: true } },
  ],
};

const brokenDatasources: Breakage[] = [
  ['/apiVersion', 2, 'apiVersion of the datasource file is 2', 'write 1'],
  ['/datasource', [], 'unknown key "datasource" in the datasource file', 'write "datasources"'],
  ['/datasources', gone, 'the datasource file lacks "datasources"'],
  ['/datasources/0/name', gone, 'a prometheus datasource lacks "name"'],
  ['/datasources/0/uid', 'a'.repeat(41), 'uid of a prometheus datasource', '1 to 40'],
  ['/datasources/0/url', 'prometheus:9090', 'url of a prometheus datasource is "prometheus:9090"', 'http://'],
  ['/datasources/0/access', 'server', 'access of a prometheus datasource is "server"', 'one of proxy, direct'],
  ['/datasources/0/default', true, 'in a prometheus datasource'],
  ['/datasources/0/jsonData/httpMethod', 'PUT', 'jsonData.httpMethod of a prometheus datasource is "PUT"'],
  ['/datasources/0/jsonData/timeIntervall', '15s', 'in jsonData of a prometheus datasource', 'write "timeInterval"'],
  ['/datasources/1/jsonData/httpMethod', 'POST', 'unknown key "httpMethod" in jsonData of a loki datasource'],
  ['/datasources/1/type', 'lokki', 'type of a lokki datasource is "lokki"', 'write "loki"'],
  ['/datasources/1/type', gone, 'a datasource lacks "type"'],
  ['/datasources/1/secureJsonData/httpHeaderValue1', 1, 'is 1', 'a string'],
  ['/datasources/2/jsonData/implementation', 'other', 'jsonData.implementation of an alertmanager datasource'],
  ['/datasources/1/name', 'Prometheus', 'datasource name "Prometheus" is used twice'],
  ['/datasources/1/uid', 'prometheus', 'datasource uid "prometheus" is used twice'],
  ['/datasources/1/isDefault', true, 'datasource "Loki" is a second default'],
];

const brokenProviders: Breakage[] = [
  ['/apiVersion', '1', 'apiVersion of the dashboard provider file is "1"'],
  ['/providers', [], 'providers of the dashboard provider file is empty'],
  ['/providers/0/type', 'folder', 'type of a provider is "folder"', 'write "file"'],
  ['/providers/0/options/path', gone, 'options of a provider lacks "path"'],
  ['/providers/0/options/path', 'dashboards', 'options.path of a provider is "dashboards"', 'starts with /'],
  ['/providers/0/options/folder', 'x', 'in options of a provider'],
  ['/providers/0/updateInterval', 30, 'unknown key "updateInterval" in a provider'],
  ['/providers/0/updateIntervalSeconds', 0, 'updateIntervalSeconds of a provider is 0'],
  ['/providers/0/folderUid', 'my folder', 'folderUid of a provider is "my folder"'],
  ['/providers/1/name', 'coordinator', 'provider name "coordinator" is used twice'],
  ['/providers/1/folder', 'Teams', 'provider "teams" has a folder and takes its folders from the files'],
];

describe.each([
  { kind: 'datasources', good: datasources, breakages: brokenDatasources },
  { kind: 'dashboard-provider', good: provider, breakages: brokenProviders },
] as const)('$kind', ({ kind, good, breakages }) => {
  it('takes a good file', () => expect(checkDocument(kind, good)).toEqual([]));

  it.each(named(breakages))('refuses %s', (_, breakage) => expectBroken(kind, good, breakage));
});
