import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import { isBeyond, parseTemplate, templateLabels } from '../prometheus/template.js';
import type { RuleCheck } from './model.js';

/** Annotation templates: they parse, and name only labels that the alert's series surely have. */
export const alertTemplate: RuleCheck = {
  id: 'alert/template',
  severity: 'error',
  *find(rules, { world, site }) {
    for (const rule of rules) {
      if (rule.kind !== 'alert') continue;
      const result = infer(rule.expr, world);
      for (const [part, text] of Object.entries(rule.annotations)) {
        if (!text.includes('{{')) continue;
        const parsed = parseTemplate(text);
        if (!parsed.ok) {
          if (isBeyond(text)) continue;
          yield {
            place: rule.placeOf('annotations', part),
            message: `the ${part} is not a template: ${parsed.fault.message}`,
            fix: 'Prometheus would show the error in place of the text',
            source: text,
          };
          continue;
        }
        for (const label of templateLabels(parsed.parts)) {
          const fact = factOf(result, label);
          if (label in rule.labels || label === '__name__' || (world.open ? fact : fact?.sure)) continue;
          yield {
            place: rule.placeOf('annotations', part),
            message: `the ${part} names {{ $labels.${label} }}, which the alert's series do not surely have`,
            fix: `${label in (site?.externalLabels ?? {}) ? `write {{ $externalLabels.${label} }}` : `keep ${label} in the expression`}, or use one of ${[...result.labels.keys()].join(', ') || 'no label'}`,
          };
        }
      }
    }
  },
};
