import type { LabelSpecs } from '../catalog/labels.js';
import { type Selectable, select, type Where } from '../catalog/select.js';
import { TelltaleError } from '../core/errors.js';
import type { LabelVariable } from './model.js';

/**
 * A dashboard variable of the same name as a label, with the label's values to choose from:
 * `labelVariable(chatLatency.count, 'model', { title: 'Model', where: { provider: variable('provider') } })`.
 * Queries use it as `where: { model: variable('model') }`. @throws TelltaleError for a label that the series lacks.
 */
export function labelVariable<L extends LabelSpecs>(
  of: Selectable<L>,
  label: keyof L & string,
  options: { readonly title: string; readonly where?: Where<L> },
): LabelVariable {
  if (!(label in of.labels)) {
    throw new TelltaleError(`${of.name} has no label "${label}" to choose from`, {
      fix: `use one of ${Object.keys(of.labels).join(', ')}`,
    });
  }
  return Object.freeze({ kind: 'variable', name: label, title: options.title, of: select(of, options.where) });
}
