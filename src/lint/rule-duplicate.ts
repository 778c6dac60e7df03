import type { World } from '../catalog/world.js';
import { compare } from '../core/findings.js';
import { infer } from '../infer/infer.js';
import { canAgree, factOf, possible } from '../infer/labels.js';
import type { Node } from '../promql/ast.js';
import { print } from '../promql/print.js';
import type { CheckedRule, RuleCheck } from './model.js';
import { selectorsOf } from './selectors.js';

/**
 * Two rules that write the same series, or raise the same alert for the same reason. Rules of one name may well write
 * different series: by the values that they select.
 */
export const ruleDuplicate: RuleCheck = {
  id: 'rule/duplicate',
  severity: 'warning',
  *find(rules, { world }) {
    const seen = new Map<string, Namesakes>();
    for (const rule of rules) {
      const key = identity(rule);
      const before = seen.get(key);
      if (!before) {
        seen.set(key, { rules: [rule], texts: new Set() });
        continue;
      }
      const text = print(rule.expr);
      if (before.texts.size === 0) before.texts.add(print((before.rules[0] as CheckedRule).expr));
      if (before.texts.has(text)) {
        yield {
          place: rule.place,
          message: 'this rule is there twice, with the same labels',
          fix: 'delete one, or tell them apart by a label',
        };
      } else if (rule.kind === 'record' && before.rules.some(o => collide(o.expr, rule.expr, world))) {
        yield {
          severity: 'error',
          place: rule.place,
          message: `another rule writes the same series of ${rule.name} with other values`,
          fix: 'rename one, or tell them apart by a label',
        };
      }
      before.texts.add(text);
      if (before.rules.length < most) before.rules.push(rule);
    }
  },
};

/** Rules of one name with the same labels. */
interface Namesakes {
  /** At most so many as are worth comparing with each further one. */
  readonly rules: CheckedRule[];
  /** Their expressions, once there are several. */
  readonly texts: Set<string>;
}

const most = 100;

function identity({ kind, name, labels }: CheckedRule): string {
  return `${kind} ${name} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => compare(a, b)))}`;
}

/** Whether all labels are known, and none of them keeps the two apart; one that a matcher narrows may. */
function collide(one: Node, other: Node, world: World): boolean {
  const [a, b] = [infer(one, world), infer(other, world)];
  if (a.others || b.others || a.empty || b.empty) return false;
  const narrowed = new Set(
    [one, other].flatMap(expr => selectorsOf({ expr }).flatMap(s => s.matchers)).map(m => m.label),
  );
  return [...new Set([...a.labels.keys(), ...b.labels.keys()])].every(label => {
    const [left, right] = [factOf(a, label), factOf(b, label)];
    const known = possible(left) !== undefined && possible(right) !== undefined;
    return canAgree(left, right) && (known || !narrowed.has(label));
  });
}
