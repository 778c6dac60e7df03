import { TelltaleError } from '../../core/errors.js';
import type { AlertingRule, RecordingRule } from '../model.js';
import { alertLabels } from '../render.js';
import { parseTemplate, renderTemplate } from '../template.js';
import { type AlertState, nextState } from './alert-state.js';
import { evaluate, vectorOf } from './evaluate.js';
import { liveRules } from './idle.js';
import { type Labels, labelSet, remembered, setting, toRecord, withoutName } from './labels.js';
import type { Moment, Sample } from './model.js';
import { Storage } from './storage.js';

/** One alert of a rule at one moment. */
export interface Active {
  readonly rule: AlertingRule;
  readonly state: 'pending' | 'firing';
  /** All labels of the alert but alertname. */
  readonly labels: Labels;
  /** What its templates see. */
  readonly sample: Sample;
}

interface Held {
  readonly state: AlertState;
  readonly sample: Sample;
}

/** Rules evaluated step by step over samples that arrive step by step, as Prometheus' rule manager does it. */
export class Simulation {
  readonly storage = new Storage();
  private readonly held = new Map<AlertingRule, Map<Labels, Held>>();
  private readonly namings = new Map<AlertingRule | RecordingRule, (labels: Labels) => Labels>();
  private liveWith: { readonly count: number; readonly rules: readonly (AlertingRule | RecordingRule)[] } | undefined;
  private readonly written = new Map<RecordingRule, ReadonlySet<Labels>>();

  constructor(
    private readonly rules: readonly (AlertingRule | RecordingRule)[],
    private readonly externalLabels: Readonly<Record<string, string>>,
    private readonly step: number,
  ) {}

  /** Evaluates every rule at a time (milliseconds), in order. @throws EvaluationFault when one cannot be. */
  evaluate(time: number): void {
    const moment = { storage: this.storage, time, step: this.step };
    for (const rule of this.live()) {
      if (rule.kind === 'record') this.record(rule, moment);
      else this.alert(rule, moment);
    }
  }

  /** The alerts of these rules after the last evaluation, in the order of the rules. */
  active(): Active[] {
    return this.rules.flatMap(rule =>
      rule.kind === 'record'
        ? []
        : [...(this.held.get(rule) ?? [])].map(
            ([
              labels,
              {
                state: { firing },
                sample,
              },
            ]) => ({
              rule,
              state: firing ? 'firing' : 'pending',
              labels,
              sample,
            }),
          ),
    );
  }

  /** The rules that the series that are there can bring to return something. */
  private live(): readonly (AlertingRule | RecordingRule)[] {
    const names = this.storage.names();
    if (this.liveWith?.count !== names.length) {
      this.liveWith = { count: names.length, rules: liveRules(this.rules, new Set(names)) };
    }
    return this.liveWith.rules;
  }

  /** What an expression gives at a time; of recorded series what has been written by then. */
  query(node: AlertingRule['expr'], time: number): readonly Sample[] {
    return vectorOf(node, { storage: this.storage, time, step: this.step });
  }

  private record(rule: RecordingRule, moment: Moment): void {
    const samples = vectorOf(rule.expr, moment);
    const now = new Set<Labels>();
    const name = this.naming(rule);
    for (const { labels, value } of samples) {
      const own = name(labels);
      if (now.has(own))
        throw new TelltaleError(`the rule for ${rule.series.name} writes one series twice`, { site: rule.site });
      now.add(own);
      if (!this.storage.append(own, moment.time, value))
        throw new TelltaleError(`two rules write the same series of ${rule.series.name}`, { site: rule.site });
    }
    for (const labels of this.written.get(rule) ?? []) {
      if (!now.has(labels)) this.storage.append(labels, moment.time, null);
    }
    this.written.set(rule, now);
  }

  /** From the labels of a rule's result to those of what it writes or raises, where no template has a say. */
  private naming(rule: AlertingRule | RecordingRule): (labels: Labels) => Labels {
    const before = this.namings.get(rule);
    if (before) return before;
    const own =
      rule.kind === 'record' ? { ...rule.labels, __name__: rule.series.name } : { ...alertLabels(rule), __name__: '' };
    const made = remembered(labels => setting(labels, own));
    this.namings.set(rule, made);
    return made;
  }

  private alert(rule: AlertingRule, moment: Moment): void {
    const alerts = this.held.get(rule) ?? new Map<Labels, Held>();
    this.held.set(rule, alerts);
    const seen = new Map<Labels, Sample>();
    const result = evaluate(rule.expr, moment);
    const samples = typeof result === 'number' ? [{ labels: labelSet([]), value: result }] : result;
    for (const sample of samples) {
      const labels = this.labelsOf(rule, sample);
      if (seen.has(labels)) {
        throw new TelltaleError(`alert "${rule.name}" has two alerts with the same labels`, {
          fix: 'aggregate to labels that the alert does not set itself',
          site: rule.site,
        });
      }
      seen.set(labels, sample);
    }
    const waits = { for: rule.for.ms, keepFiringFor: rule.keepFiringFor?.ms ?? 0 };
    for (const [labels, sample] of seen) {
      const state = nextState(alerts.get(labels)?.state, true, moment.time, waits);
      if (state) alerts.set(labels, { state, sample });
    }
    for (const [labels, before] of alerts) {
      if (seen.has(labels)) continue;
      const state = nextState(before.state, false, moment.time, waits);
      if (state) alerts.set(labels, { ...before, state });
      else alerts.delete(labels);
    }
  }

  private labelsOf(rule: AlertingRule, sample: Sample): Labels {
    if (!Object.values(rule.labels).some(text => text.includes('{{'))) return this.naming(rule)(sample.labels);
    const data = { labels: toRecord(sample.labels), value: sample.value, externalLabels: this.externalLabels };
    const own = Object.entries(alertLabels(rule)).map(([name, text]) => [name, expand(rule, text, data)] as const);
    return setting(withoutName(sample.labels), Object.fromEntries(own));
  }
}

/** A label or annotation of a rule with its template filled in. @throws TelltaleError when it is no template. */
export function expand(rule: AlertingRule, text: string, data: Parameters<typeof renderTemplate>[1]): string {
  if (!text.includes('{{')) return text;
  const parsed = parseTemplate(text);
  if (parsed.ok) return renderTemplate(parsed.parts, data);
  throw new TelltaleError(`alert "${rule.name}": ${parsed.fault.message} in "${text}"`, {
    ...(parsed.fault.fix !== undefined && { fix: parsed.fault.fix }),
    site: rule.site,
  });
}
