import type { TreeCursor } from '@lezer/common';
import * as term from '@prometheus-io/lezer-promql';
import type { Span } from '../core/findings.js';
import type { Matcher, Matching, MatchOp, VectorSelector } from './ast.js';
import { SyntaxFault } from './fault.js';
import { placeMatchers } from './matcher-places.js';
import * as make from './nodes.js';
import type { Spans } from './print.js';
import { decode } from './strings.js';

/** The parts of the editor grammar's tree that hold no expressions. Each reader leaves the cursor where it was. */

/** The text that the cursor's node spans. */
export const source = (cursor: TreeCursor, text: string) => text.slice(cursor.from, cursor.to);

/** The fault of syntax that 2.42 does not have yet. */
export function tooNew(what: string, { from, to }: Span): SyntaxFault {
  return new SyntaxFault(`${what} needs Prometheus 3; rules must load on 2.42`, from, to);
}

/** A `GroupingLabels` node. */
export function readLabels(cursor: TreeCursor, text: string): string[] {
  const labels: string[] = [];
  if (!cursor.firstChild()) return labels;
  do {
    if (cursor.type.id === term.QuotedLabelName) throw tooNew('a quoted label name', cursor);
    const label = source(cursor, text);
    if (/^(?:inf|nan)$/i.test(label)) {
      throw new SyntaxFault(`"${label}" is read as a number here and cannot name a label`, cursor.from, cursor.to);
    }
    labels.push(label);
  } while (cursor.nextSibling());
  cursor.parent();
  return labels;
}

/** A `MatchingModifierClause` node. */
export function readMatching(cursor: TreeCursor, text: string): Matching {
  cursor.firstChild();
  const by = cursor.type.id === term.On ? 'on' : 'ignoring';
  cursor.nextSibling();
  const labels = readLabels(cursor, text);
  let group: Matching['group'];
  if (cursor.nextSibling()) {
    const side = cursor.type.id === term.GroupLeft ? 'left' : 'right';
    group = { side, include: cursor.nextSibling() ? readLabels(cursor, text) : [] };
  }
  cursor.parent();
  return { by, labels, ...(group && { group }) };
}

/** A `VectorSelector` node; the places of its matchers go into `spans`. */
export function readSelector(cursor: TreeCursor, text: string, spans: Spans): VectorSelector {
  const matchers: Matcher[] = [];
  const places: Span[] = [];
  let name: string | undefined;
  cursor.firstChild();
  do {
    if (cursor.type.id === term.Identifier) name = source(cursor, text);
    else if (cursor.firstChild()) {
      do {
        places.push({ from: cursor.from, to: cursor.to });
        matchers.push(readMatcher(cursor, text));
      } while (cursor.nextSibling());
      cursor.parent();
    }
  } while (cursor.nextSibling());
  cursor.parent();
  const node = make.selector({ matchers, ...(name !== undefined && { name }) });
  placeMatchers(node, matchers, places, spans);
  return node;
}

function readMatcher(cursor: TreeCursor, text: string): Matcher {
  if (cursor.type.id !== term.UnquotedLabelMatcher) throw tooNew('a quoted name inside braces', cursor);
  cursor.firstChild();
  const label = source(cursor, text);
  cursor.nextSibling();
  const op = source(cursor, text) as MatchOp;
  cursor.nextSibling();
  const value = decode(text, cursor.from, cursor.to);
  cursor.parent();
  return { label, op, value };
}
