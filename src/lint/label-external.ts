import { parseTemplate, templateExternals } from '../prometheus/template.js';
import type { RuleCheck } from './model.js';

/**
 * The site's external labels, which Prometheus adds to what it sends away, where a label of that name is not there yet. A rule
 * that sets one itself contradicts them; an annotation that names one that the site does not have shows nothing.
 */
export const labelExternal: RuleCheck = {
  id: 'label/external',
  severity: 'warning',
  *find(rules, { site }) {
    if (!site) return;
    const { externalLabels } = site;
    const names = Object.keys(externalLabels);
    for (const rule of rules) {
      for (const label of names) {
        const set = rule.labels[label];
        // What a template makes of it may well be the same.
        if (set === undefined || set === externalLabels[label] || set.includes('{{')) continue;
        yield {
          place: rule.placeOf('labels', label),
          message: `the rule sets ${label} to "${set}", and the site calls itself ${label} "${externalLabels[label]}": the rule's is what everybody else sees`,
          fix: `leave it out, or call the label something else`,
        };
      }
      for (const [annotation, text] of Object.entries(rule.annotations)) {
        if (!text.includes('$externalLabels')) continue;
        const parsed = parseTemplate(text);
        for (const label of parsed.ok ? templateExternals(parsed.parts) : []) {
          if (label in externalLabels) continue;
          yield {
            place: rule.placeOf('annotations', annotation),
            message: `the ${annotation} names {{ $externalLabels.${label} }}, which the site does not have`,
            fix: names.length > 0 ? `use one of ${names.join(', ')}` : 'leave it out',
          };
        }
      }
    }
  },
};
