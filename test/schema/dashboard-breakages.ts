import { type Breakage, gone } from './breaking.js';

// In the good dashboard, panels 1 to 3 stand under the open row 0; row 4 is collapsed and holds two more.
const panel = '/panels/1';
const target = `${panel}/targets/0`;
const defaults = `${panel}/fieldConfig/defaults`;
const override = `${panel}/fieldConfig/overrides/0`;
const steps = `${defaults}/thresholds/steps`;
const log = '/panels/4/panels/0';
const text = '/panels/4/panels/1';

/** Keys that are not known where they stand. */
export const keys: Breakage[] = [
  ['/panles', [], 'unknown key "panles" in the dashboard', 'write "panels"'],
  ['/id', 12, 'unknown key "id" in the dashboard', 'remove it'],
  ['/id', null, 'unknown key "id" in the dashboard'],
  ['/version', 3, 'unknown key "version" in the dashboard'],
  ['/overwrite', true, 'unknown key "overwrite" in the dashboard'],
  [`${panel}/desription`, '', 'in a timeseries panel', 'write "description"'],
  [`${target}/legnedFormat`, '', 'in a prometheus target', 'write "legendFormat"'],
  [`${panel}/fieldConfig/default`, {}, 'in fieldConfig of a timeseries panel', 'write "defaults"'],
  [`${defaults}/units`, 's', 'unknown key "units"', 'write "unit"'],
  [`${defaults}/custom/lineWith`, 1, 'unknown key "lineWith"', 'write "lineWidth"'],
  ['/panels/2/fieldConfig/defaults/custom', {}, 'in fieldConfig.defaults of a stat panel'],
  [`${panel}/gridPos/width`, 8, 'in gridPos of a timeseries panel'],
  [`${panel}/links`, [{ title: 'x', url: '/d/x', href: '' }], 'in a link', 'remove it', `${panel}/links/0/href`],
  ['/templating/list/0/includeall', true, 'in a datasource variable', 'write "includeAll"'],
  ['/templating/list/0/auto', true, 'in a datasource variable'],
  ['/templating/lists', [], 'in templating of the dashboard', 'write "list"'],
  ['/annotations/list/0/query', 'x', 'in an annotation'],
  ['/links/0/href', 'x', 'in a link'],
  [`${text}/options/html`, '', 'in options of a text panel'],
  ['/panels/0/options', {}, 'in a row'],
  [`${log}/targets/0/exemplar`, true, 'in a loki target'],
];

/** What belongs to another type of panel. */
export const foreign: Breakage[] = [
  [
    `${panel}/options/reduceOptions`,
    {},
    'in options of a timeseries panel',
    'an option of bargauge, gauge, piechart, stat',
  ],
  ['/panels/2/options/legend', {}, 'in options of a stat panel', 'an option of bargauge, heatmap, piechart'],
  ['/panels/3/fieldConfig/defaults/custom/drawStyle', 'line', 'in fieldConfig.defaults.custom of a table panel'],
  ['/panels/3/fieldConfig/overrides/0/properties/0/id', 'custom.lineWidth', 'id of an override is "custom.lineWidth"'],
  [`${text}/targets`, [], 'in a text panel'],
  [`${panel}/type`, 'graph', 'panel "Requests" has the type "graph", which Grafana has removed', 'write "timeseries"'],
  ['/panels/2/type', 'singlestat', 'panel "Health" has the type "singlestat"', 'write "stat"'],
  ['/panels/3/type', 'table-old', 'panel "Known gaps" has the type "table-old"', 'write "table"'],
  [`${log}/type`, 'graph', 'which Grafana has removed'],
  [`${panel}/type`, 'timeserie', 'type of a timeserie panel is "timeserie"', 'write "timeseries"'],
  [`${panel}/type`, gone, 'a panel lacks "type"'],
];

/** Values out of their bounds. */
export const values: Breakage[] = [
  ['/uid', gone, 'the dashboard lacks "uid"'],
  ['/uid', 'a'.repeat(41), 'uid of the dashboard', '1 to 40 lower-case letters'],
  ['/uid', '', 'uid of the dashboard is ""'],
  ['/uid', 'Coordinator', 'uid of the dashboard is "Coordinator"'],
  ['/uid', 'coordinator overview', 'uid of the dashboard is "coordinator overview"'],
  ['/title', '', 'title of the dashboard is empty'],
  ['/schemaVersion', 36, 'schemaVersion of the dashboard is 36', 'write 42'],
  ['/schemaVersion', '42', 'schemaVersion of the dashboard is "42"', 'write 42'],
  ['/graphTooltip', 'shared', 'graphTooltip of the dashboard is "shared"', 'write one of 0, 1, 2'],
  ['/refresh', 'banana', 'refresh of the dashboard is "banana"', 'Grafana duration'],
  ['/refresh', '30', 'refresh of the dashboard is "30"'],
  ['/time/from', '6h', 'time.from of the dashboard is "6h"', 'now-6h'],
  ['/tags/0', '', 'tags.0 of the dashboard is empty'],
  ['/panels', gone, 'the dashboard lacks "panels"'],
  [`${panel}/id`, gone, 'a timeseries panel lacks "id"'],
  ['/panels/0/id', 0, 'id of a row is 0', 'at least 1'],
  [`${panel}/title`, gone, 'a timeseries panel lacks "title"'],
  [`${panel}/title`, '', 'title of a timeseries panel is empty'],
  ['/panels/0/title', '', 'title of a row is empty'],
  [`${panel}/datasource`, gone, 'a timeseries panel lacks "datasource"'],
  [
    '/panels/2/datasource/type',
    'tempo',
    'datasource.type of a stat panel is "tempo"',
    'one of prometheus, loki, datasource',
  ],
  [`${target}/datasource`, gone, 'a target lacks "datasource"'],
  [`${target}/datasource/uid`, '', 'datasource.uid of a prometheus target is empty'],
  [`${target}/refId`, gone, 'a prometheus target lacks "refId"'],
  [`${target}/expr`, '', 'expr of a prometheus target is empty'],
  [`${panel}/targets`, [], 'targets of a timeseries panel is empty'],
  [`${defaults}/min`, '0', 'fieldConfig.defaults.min of a timeseries panel is "0"', 'a number'],
  [`${panel}/options/legend/placement`, 'top', 'is "top"', 'bottom, right'],
  [`${override}/matcher/id`, 'byname', 'matcher.id of an override', 'write "byName"'],
  ['/panels/3/fieldConfig/overrides/0/properties/0/value', '120px', 'is "120px"', 'a number'],
  ['/panels/3/fieldConfig/defaults/custom/cellOptions/type', 'color', 'cellOptions.type of a table panel is "color"'],
  ['/panels/3/transformations/0/id', 'organise', 'id of a transformation', 'write "organize"'],
  ['/templating/list/1/refresh', 5, 'refresh of a query variable is 5'],
  ['/templating/list/1/type', 'querry', 'type of a querry variable is "querry"', 'write "query"'],
  ['/templating/list/1/name', 'job-name', 'name of a query variable is "job-name"'],
  ['/templating/list/1/query', 3, 'query of a query variable is 3', 'a string or an object'],
  ['/annotations/list/0/expr', gone, 'an annotation lacks "expr"'],
  [`${defaults}/unit`, 'byte', 'Grafana has no unit "byte"', 'write "bytes"'],
  [`${override}/properties/2/value`, 'secs', 'Grafana has no unit "secs"'],
  [`${steps}/0/value`, 0, 'the first threshold is 0', 'null', steps],
  [`${steps}/1/value`, 9, 'the thresholds [9,5] do not rise', 'from low to high', steps],
  [`${target}/datasource/uid`, 'other', 'asks prometheus "other"', '-- Mixed --', `${target}/datasource`],
];

/** Places on the grid. */
export const places: Breakage[] = [
  ['/panels/3/gridPos/w', 25, 'gridPos.w of a table panel is 25', 'at most 24'],
  [`${panel}/gridPos/w`, 0, 'gridPos.w of a timeseries panel is 0', 'at least 1'],
  ['/panels/3/gridPos/x', 24, 'gridPos.x of a table panel is 24', 'at most 23'],
  [`${panel}/gridPos/x`, -1, 'gridPos.x of a timeseries panel is -1', 'at least 0'],
  [`${panel}/gridPos/h`, 0, 'gridPos.h of a timeseries panel is 0', 'at least 1'],
  ['/panels/0/gridPos/y', -1, 'gridPos.y of a row is -1', 'at least 0'],
  [`${panel}/gridPos/w`, 7.5, 'is 7.5', 'a whole number'],
  [`${panel}/gridPos`, gone, 'a timeseries panel lacks "gridPos"'],
  ['/panels/3/gridPos/x', 17, 'panel "Known gaps" ends at column 25', 'x 16, or w 7', '/panels/3/gridPos'],
  ['/panels/2/gridPos/x', 7, 'panel "Health" covers panel "Requests"', 'columns 0 to 8', '/panels/2/gridPos'],
  ['/panels/4/gridPos/y', 8, 'panel "Logs" covers panel "Requests"', 'move it', '/panels/4/gridPos'],
  [`${text}/gridPos/x`, 15, 'covers panel "Errors"', 'move it', `${text}/gridPos`],
  ['/panels/4/collapsed', false, 'row "Logs" is open', 'collapsed', '/panels/4/panels'],
];

/** What must not occur twice. */
export const twice: Breakage[] = [
  ['/panels/2/id', 2, 'panel id 2 is used twice in this dashboard; first at /panels/1/id', 'an id of its own'],
  [`${log}/id`, 1, 'panel id 1 is used twice in this dashboard'],
  [`${panel}/targets/1/refId`, 'A', 'refId "A" is used twice in this panel', 'A, B, C'],
  ['/panels/2/title', 'Requests', 'panel title "Requests" is used twice in this row'],
  [`${text}/title`, 'Errors', 'panel title "Errors" is used twice in this row'],
  ['/panels/4/title', 'Traffic', 'row title "Traffic" is used twice in this dashboard'],
  ['/templating/list/2/name', 'job', 'variable name "job" is used twice in this dashboard'],
];
