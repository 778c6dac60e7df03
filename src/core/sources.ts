/** Where a metric, a limit, a panel or an alert comes from: a section of the guide, a ruling, a convention. */
export interface Source {
  readonly kind: 'guide' | 'ruling' | 'assumed' | 'standard';
  readonly text: string;
}

/** Sections of the monitoring guide, e.g. `guide('Key Metrics 3', 'Alert Rules')`. */
export function guide(...sections: [string, ...string[]]): Source {
  return Object.freeze({ kind: 'guide', text: sections.join('; ') });
}

/** Rulings on the guide, e.g. `ruling('R7')`; DECISIONS.md has each in full. */
export function ruling(...ids: [string, ...string[]]): Source {
  return Object.freeze({ kind: 'ruling', text: ids.join(', ') });
}

/** Not in the guide: needed, and assumed to be exported as written until the application says otherwise. */
export function assumed(reason: string): Source {
  return Object.freeze({ kind: 'assumed', text: reason });
}

/** Exported by a standard component, e.g. `standard('process collector of the Prometheus client libraries')`. */
export function standard(component: string): Source {
  return Object.freeze({ kind: 'standard', text: component });
}

/** A source as one phrase for docs, e.g. `guide, Key Metrics 3`. */
export function describeSource(source: Source): string {
  return source.kind === 'ruling' ? `ruling ${source.text}` : `${source.kind}, ${source.text}`;
}
