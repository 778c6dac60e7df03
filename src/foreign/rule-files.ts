import { parseDuration } from '../core/durations.js';
import { type Item, type Mapping, readDocuments } from './document.js';
import { fieldsOf, listField, textField, textsField } from './fields.js';
import { Bloated, type ForeignGroup, type ForeignRule, type Reading, type ShapeFault } from './model.js';

/** The rules in a text, and what is wrong with its shape. */
export interface RuleFile {
  readonly groups: readonly ForeignGroup[];
  readonly faults: readonly ShapeFault[];
  /** Whether the text could not be read to its end: it is no YAML, or too much of it. */
  readonly unreadable?: true;
}

const fileFields = new Set(['groups', 'namespace']);
const groupFields = new Set(['name', 'interval', 'limit', 'query_offset', 'labels', 'rules']);
/** What Mimir, Thanos and the operator add to a group. */
const moreGroupFields = new Set([
  ...groupFields,
  ...['partial_response_strategy', 'source_tenants', 'evaluation_delay', 'align_evaluation_time_on_interval'],
  'remote_write',
]);
/** How much that is wrong with a file is told: so many faults are one, all through. */
const mostFaults = 1000;
/** How many fields for each character: without aliases it is far less than one. */
const growth = 2;
/** How deep lists of resources may lie in each other. */
const deepestList = 10;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const ruleFields = new Set(['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations']);

/**
 * Reads rules as Prometheus, Mimir's tools and the Prometheus operator write them: `groups:`, with `namespace:` in
 * front, or as the `spec:` of a PrometheusRule, alone or in a List; several documents in one file. What is no rule file
 * is a fault, and so is what Prometheus would refuse. Never throws.
 */
export function readRuleFile(text: string): RuleFile {
  const faults: ShapeFault[] = [];
  const read = readDocuments(text);
  if (!read.ok) return { groups: [], faults: [read.fault], unreadable: true };
  let left = growth * text.length + 1000;
  const reading: Reading = {
    source: text,
    spend: ({ start }, amount) => {
      left -= amount;
      if (left < 0) throw new Bloated(start);
    },
    fault: ({ start }, message, fix) => {
      if (faults.length < mostFaults) faults.push({ message, ...(fix !== undefined && { fix }), at: start });
      else if (faults.length === mostFaults) faults.push({ message: 'there is more like this below', at: start });
    },
  };
  let groups: ForeignGroup[] = [];
  try {
    groups = read.documents.flatMap(document => groupsOf(reading, document));
  } catch (error) {
    if (!(error instanceof Bloated)) throw error;
    const fix = 'write out what is meant; Prometheus refuses such files too';
    return { groups: [], faults: [...faults, { message: error.message, fix, at: error.at }], unreadable: true };
  }
  const names = new Set<string>();
  for (const { name } of groups) {
    if (names.has(name.value)) reading.fault(name.scalar, `two groups are called "${name.value}"`, 'rename one');
    names.add(name.value);
  }
  return { groups, faults };
}

function groupsOf(reading: Reading, document: Item, depth = 0): ForeignGroup[] {
  if (depth > deepestList) throw new Bloated(document.start);
  const { fault } = reading;
  if (document.kind !== 'mapping') {
    fault(document, 'this is no rule file', 'begin it with "groups:"');
    return [];
  }
  const top = fieldsOf({ ...reading, fault: () => {} }, document, undefined);
  if (!top.has('kind')) {
    const fields = fieldsOf(reading, document, fileFields);
    const known = fields.has('namespace') ? moreGroupFields : groupFields;
    return listField(reading, fields.get('groups'), 'groups').flatMap(item => groupOf(reading, item, known));
  }
  const kind = textField(reading, top.get('kind'), 'kind')?.value;
  if (kind === 'PrometheusRule') return specOf(reading, document, top);
  if (kind === 'List' || kind === 'PrometheusRuleList')
    return listField(reading, top.get('items'), 'items').flatMap(item => groupsOf(reading, item, depth + 1));
  // Other resources may lie in the same file; they are none of ours.
  return [];
}

function specOf(reading: Reading, document: Mapping, top: ReadonlyMap<string, Item>): ForeignGroup[] {
  const spec = top.get('spec');
  if (spec?.kind !== 'mapping') {
    reading.fault(spec ?? document, 'this PrometheusRule has no spec', 'put "groups:" below "spec:"');
    return [];
  }
  const groups = fieldsOf(reading, spec, new Set(['groups'])).get('groups');
  return listField(reading, groups, 'groups').flatMap(item => groupOf(reading, item, moreGroupFields));
}

function groupOf(reading: Reading, item: Item, known: ReadonlySet<string>): ForeignGroup[] {
  if (item.kind !== 'mapping') {
    reading.fault(item, 'this is no group', 'give it "name:" and "rules:"');
    return [];
  }
  const fields = fieldsOf(reading, item, known);
  const name = textField(reading, fields.get('name'), 'name');
  if (!name || name.value === '') {
    reading.fault(item, 'this group has no name', 'give it one: "name: …"');
    return [];
  }
  const interval = textField(reading, fields.get('interval'), 'interval');
  const labels = textsField(reading, fields.get('labels'), 'labels');
  const items = listField(reading, fields.get('rules'), 'rules');
  const rules = items.flatMap((rule, i) => ruleOf(reading, rule, items[i + 1]?.start));
  return [{ name, ...(interval && { interval }), fields, labels, rules, start: item.start }];
}

function ruleOf(reading: Reading, item: Item, end = Number.POSITIVE_INFINITY): ForeignRule[] {
  const { fault } = reading;
  if (item.kind !== 'mapping') {
    fault(item, 'this is no rule', 'give it "alert:" or "record:", and "expr:"');
    return [];
  }
  const fields = fieldsOf(reading, item, ruleFields);
  const text = (name: string) => textField(reading, fields.get(name), name);
  const [alert, record, expr] = [text('alert'), text('record'), text('expr')];
  const name = alert ?? record;
  if (!name || name.value === '') {
    fault(item, 'this rule is neither an alert nor a recording rule', 'give it "alert:" or "record:" with a name');
    return [];
  }
  if (alert && record) fault(record.scalar, 'a rule cannot have both "alert:" and "record:"', 'make two of it');
  if (!expr || expr.value.trim() === '') {
    fault(item, `${name.value} has no expression`, 'give it "expr:"');
    return [];
  }
  const [hold, keep] = [text('for'), text('keep_firing_for')];
  for (const duration of [hold, keep]) {
    if (duration && !parseDuration(duration.value))
      fault(duration.scalar, `"${duration.value}" is no duration`, 'write it like 5m or 1h30m');
  }
  const annotations = textsField(reading, fields.get('annotations'), 'annotations');
  const labels = textsField(reading, fields.get('labels'), 'labels');
  for (const [label, { scalar }] of [...labels, ...annotations]) {
    if (!labelName.test(label)) fault(scalar, `"${label}" is no label name`, 'use letters, digits and _');
  }
  if (!alert && !metricName.test(name.value))
    fault(name.scalar, `"${name.value}" is no metric name`, 'use letters, digits, _ and :');
  if (!alert) {
    for (const [field, there] of [
      ['for', hold],
      ['keep_firing_for', keep],
      ['annotations', [...annotations.values()][0]],
    ] as const) {
      if (there) fault(there.scalar, `a recording rule has no "${field}"`, 'delete it: only alerts have that');
    }
  }
  return [
    {
      kind: alert ? 'alert' : 'record',
      name,
      expr,
      ...(hold && { for: hold }),
      ...(keep && { keepFiringFor: keep }),
      labels,
      annotations,
      start: item.start,
      end,
    },
  ];
}
