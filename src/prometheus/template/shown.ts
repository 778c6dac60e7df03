import type { Expression, Part } from './ast.js';

/** A place where a template shows `$value`. */
export interface ShownValue {
  /** The function that it goes through last; undefined where it is shown as it is. */
  readonly func: string | undefined;
  /** The text that follows right after. */
  readonly suffix: string;
}

/** Where a template shows the value of the alert, in its order. */
export function shownValues(parts: readonly Part[]): ShownValue[] {
  return parts.flatMap((part, i): ShownValue[] => {
    if (part.kind === 'if') return [...shownValues(part.then), ...shownValues(part.otherwise)];
    if (part.kind !== 'action') return [];
    const next = parts[i + 1];
    return shown(part.expr, next?.kind === 'text' ? next.text : '');
  });
}

function shown(expr: Expression, suffix: string): ShownValue[] {
  switch (expr.kind) {
    case 'value':
      return [{ func: undefined, suffix }];
    case 'call':
      return expr.args.length === 1 && expr.args[0]?.kind === 'value' ? [{ func: expr.func, suffix }] : [];
    case 'printf': {
      // One verb, and what stands behind it.
      const at = expr.format.findIndex(piece => typeof piece !== 'string');
      const [arg] = expr.args;
      if (!arg || expr.args.length !== 1 || at < 0) return [];
      return shown(arg, expr.format.slice(at + 1).join('') + suffix);
    }
    default:
      return [];
  }
}
