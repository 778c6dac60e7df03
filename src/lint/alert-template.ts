import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import { parseTemplate, templateLabels } from '../prometheus/template.js';
import type { SubjectCheck } from './model.js';
import { rulePlace, rulesOf } from './queries.js';

/** Annotation templates: they parse, and name only labels that the alert's series surely have. */
export const alertTemplate: SubjectCheck = {
  id: 'alert/template',
  severity: 'error',
  *find(subject) {
    for (const rule of rulesOf(subject)) {
      if (rule.kind !== 'alert') continue;
      const result = infer(rule.expr, subject.world);
      for (const [part, text] of [
        ['summary', rule.summary],
        ['description', rule.description],
      ] as const) {
        const place = rulePlace(rule);
        const parsed = parseTemplate(text);
        if (!parsed.ok) {
          yield {
            place,
            message: `the ${part} is not a template: ${parsed.fault.message}`,
            fix: 'Prometheus would show the error in place of the text',
            source: text,
          };
          continue;
        }
        for (const label of templateLabels(parsed.parts)) {
          if (factOf(result, label)?.sure || label in rule.labels || label === 'severity' || label === 'priority')
            continue;
          yield {
            place,
            message: `the ${part} names {{ $labels.${label} }}, which the alert's series do not surely have`,
            fix: `keep ${label} in the expression, or use one of ${[...result.labels.keys()].join(', ') || 'no label'}`,
          };
        }
      }
    }
  },
};
