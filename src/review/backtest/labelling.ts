import { parseTemplate, renderTemplate, type TemplateData } from '../../prometheus/template.js';
import type { ReplayedAlert } from './model.js';

type Record_ = Readonly<Record<string, string>>;

/** The labels of an alert, and a text that is equal for equal ones. */
export interface AlertLabels {
  readonly key: string;
  readonly labels: Record_;
}

/** The labels of the alerts that a series raises: the same whatever its value is, or by its value. */
export type SeriesAlerts = AlertLabels | ((value: number) => AlertLabels);

/**
 * From the labels of a series to those of the alerts that it raises, alertname left out. Labels may be templates, so that
 * the value can have a say.
 */
export function labelling(alert: ReplayedAlert): (labels: Record_) => SeriesAlerts {
  const own = Object.entries(alert.labels).map(([name, text]) => ({ name, expand: expander(text) }));
  const varies = own.some(({ expand }) => expand.varies);
  return labels => {
    const { __name__, alertname, ...kept } = labels;
    const at = (value: number): AlertLabels => {
      const set: Record<string, string> = { ...kept };
      for (const { name, expand } of own) set[name] = expand.run({ labels, value });
      const pairs = Object.entries(set)
        .filter(([name, text]) => text !== '' && name !== 'alertname')
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return { key: JSON.stringify(pairs), labels: Object.fromEntries(pairs) };
    };
    return varies ? at : at(0);
  };
}

interface Expander {
  readonly varies: boolean;
  readonly run: (data: TemplateData) => string;
}

function expander(text: string): Expander {
  const parsed = text.includes('{{') ? parseTemplate(text) : undefined;
  if (!parsed?.ok) return { varies: false, run: () => text };
  const { parts } = parsed;
  return {
    varies: /\$value|\.Value/.test(text),
    run: data => {
      try {
        return renderTemplate(parts, data);
      } catch (error) {
        // As Prometheus does it: the error stands in the label.
        return `<error expanding template: ${error instanceof Error ? error.message : error}>`;
      }
    },
  };
}
