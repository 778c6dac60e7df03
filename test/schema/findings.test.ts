import { describe, expect, it } from 'vitest';
import { crossCheckDashboards, validateArtefact, validateDashboardSet } from '../../src/schema/index.js';
import { broken } from './breaking.js';
import { goodDashboard } from './good-dashboard.js';

const path = 'grafana/dashboards/overview.json';

describe('a finding', () => {
  it.each([
    ['/panels/1/targets/0/expr', '', 'Traffic › Requests › A'],
    ['/panels/4/panels/0/type', 'graph', 'Logs › Errors'],
    ['/panels/1/title', '', 'Traffic › #2'],
    ['/templating/list/1/refresh', 9, 'job'],
    ['/panels/1/fieldConfig/overrides/0/properties/2/value', 'secs', 'Traffic › Requests › baseline'],
  ])('of %s names the item', (at, value, item) => {
    const findings = validateArtefact('dashboard', broken(goodDashboard(), at, value), path);
    expect(findings).toMatchObject([{ severity: 'error', place: { file: path, item } }]);
  });

  it('of the whole document has no item', () => {
    const findings = validateArtefact('dashboard', broken(goodDashboard(), '/refresh', 'banana'), path);
    expect(findings).toEqual([
      {
        id: 'schema/value',
        severity: 'error',
        place: { file: path },
        message: 'refresh of the dashboard is "banana"',
        fix: 'write a Grafana duration such as 30s or 5m, or "" for no refresh',
      },
    ]);
  });
});

describe('dashboards among each other', () => {
  const file = (path: string, uid: string, title: string) => ({ path, document: { uid, title } });

  it('pass with uids and titles of their own', () => {
    const files = [
      file('a/one.json', 'one', 'One'),
      file('a/two.json', 'two', 'Two'),
      file('b/one.json', 'three', 'One'),
    ];
    expect(crossCheckDashboards(files)).toEqual([]);
  });

  it('may not share a uid, whatever the folder', () => {
    const files = [file('a/one.json', 'one', 'One'), file('b/two.json', 'one', 'Two')];
    expect(crossCheckDashboards(files)).toMatchObject([
      { path: 'b/two.json', pointer: '/uid', message: 'the dashboard has the uid "one" of a/one.json' },
    ]);
  });

  it('may not share a title within a folder', () => {
    const files = [file('a/one.json', 'one', 'One'), file('a/two.json', 'two', 'One')];
    expect(validateDashboardSet(files)).toMatchObject([
      {
        id: 'schema/duplicate',
        place: { file: 'a/two.json' },
        message: 'the dashboard has the title "One" of a/one.json in the same folder',
      },
    ]);
  });
});
