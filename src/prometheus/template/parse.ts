import { type Expression, Fault, type FormatPart, type Part, type TemplateFault, type ValueKind } from './ast.js';
import { templateFunctions } from './functions.js';
import { checkFormat, parseFormat } from './printf.js';
import { type Chunk, scan, type Token } from './tokens.js';

/** A template in parts, or what is wrong with it. */
export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | { readonly ok: false; readonly fault: TemplateFault };

/**
 * Reads the Go template of an annotation or label, as far as annotations need it: `$labels.x`, `$value`,
 * `$externalLabels.x`, pipelines, `if`/`else`. What would fail or print nonsense at evaluation is a fault here.
 */
export function parseTemplate(text: string): ParsedTemplate {
  try {
    return { ok: true, parts: new Blocks(scan(text), text.length).all() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { message, at, fix } = error;
    return { ok: false, fault: { message, at, ...(fix !== undefined && { fix }) } };
  }
}

const deepest = 100;

/** The nesting of `if`, `else` and `end`. */
class Blocks {
  private next = 0;
  private depth = 0;

  constructor(
    private readonly chunks: readonly Chunk[],
    private readonly end: number,
  ) {}

  all(): Part[] {
    const { parts, closing } = this.until();
    if (closing) throw new Fault(`"${closing.tokens[0]?.text}" without an "if"`, closing.at);
    return parts;
  }

  /** Parts up to the `else` or `end` that belongs to the block around them. */
  private until(): { parts: Part[]; closing: (Chunk & { kind: 'code' }) | undefined } {
    const parts: Part[] = [];
    for (;;) {
      const chunk = this.chunks[this.next++];
      if (!chunk) return { parts, closing: undefined };
      if (chunk.kind === 'text') {
        parts.push(chunk);
        continue;
      }
      const word = chunk.tokens[0]?.kind === 'word' ? chunk.tokens[0].text : '';
      if (word === 'else' || word === 'end') return { parts, closing: chunk };
      if (word === 'if') parts.push(this.branch(chunk, chunk.tokens.slice(1)));
      else parts.push({ kind: 'action', expr: readPipeline(chunk.tokens, chunk.at) });
    }
  }

  private branch(chunk: Chunk & { kind: 'code' }, condition: readonly Token[]): Part {
    if (++this.depth > deepest) throw new Fault(`"if" nests more than ${deepest} deep`, chunk.at);
    const part = this.inner(chunk, condition);
    this.depth--;
    return part;
  }

  private inner(chunk: Chunk & { kind: 'code' }, condition: readonly Token[]): Part {
    const when = readPipeline(condition, chunk.at);
    const { parts: then, closing } = this.until();
    if (!closing) throw new Fault('"if" without an "end"', this.end, 'add {{ end }}');
    const [keyword, second] = closing.tokens;
    if (keyword?.text === 'end') return { kind: 'if', when, then, otherwise: [] };
    if (second?.text === 'if') {
      return { kind: 'if', when, then, otherwise: [this.branch(closing, closing.tokens.slice(2))] };
    }
    if (second) throw new Fault(`"${second.text}" after "else"`, second.at, 'write else or else if');
    const { parts: otherwise, closing: last } = this.until();
    if (last?.tokens[0]?.text !== 'end') throw new Fault('"else" without an "end"', this.end, 'add {{ end }}');
    return { kind: 'if', when, then, otherwise };
  }
}

function readPipeline(tokens: readonly Token[], at: number): Expression {
  const reader = new Reader(tokens, at);
  const expr = reader.pipeline();
  const rest = reader.peek();
  if (rest) throw new Fault(`"${rest.text}" is not expected here`, rest.at);
  return expr.expr;
}

type Typed = { readonly expr: Expression; readonly kind: ValueKind; readonly at: number };

/** One pipeline: `command | command`, each with arguments. */
class Reader {
  private next = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly start: number,
  ) {}

  peek(): Token | undefined {
    return this.tokens[this.next];
  }

  pipeline(): Typed {
    if (++this.depth > deepest) throw new Fault(`parentheses nest more than ${deepest} deep`, this.start);
    let value = this.command(undefined);
    while (this.peek()?.text === '|' && this.peek()?.kind === 'punctuation') {
      this.next++;
      value = this.command(value);
    }
    this.depth--;
    return value;
  }

  private command(piped: Typed | undefined): Typed {
    const first = this.peek();
    if (first?.kind === 'word' && first.text !== 'true' && first.text !== 'false') {
      this.next++;
      const args: Typed[] = [];
      for (let token = this.peek(); token && !(token.kind === 'punctuation' && /^[|)]$/.test(token.text)); ) {
        args.push(this.operand());
        token = this.peek();
      }
      return makeCall(first, piped ? [...args, piped] : args);
    }
    const value = this.operand();
    if (piped) throw new Fault('a value takes nothing from the pipe', value.at, 'name a function after |');
    return value;
  }

  private operand(): Typed {
    const token = this.peek();
    if (!token) throw new Fault('a value is missing', this.start, 'write $value or $labels.name');
    this.next++;
    if (token.kind === 'punctuation' && token.text === '(') {
      const inner = this.pipeline();
      if (this.peek()?.text !== ')') throw new Fault('")" is missing', token.at);
      this.next++;
      return inner;
    }
    return operandOf(token);
  }
}

function operandOf(token: Token): Typed {
  const { text, at } = token;
  const made = (expr: Expression, kind: ValueKind): Typed => ({ expr, kind, at });
  switch (token.kind) {
    case 'string':
      return made({ kind: 'constant', value: { kind: 'string', value: text } }, 'string');
    case 'number': {
      const kind = /[.eE]/.test(text) ? 'number' : 'int';
      return made({ kind: 'constant', value: { kind, value: Number(text) } }, kind);
    }
    case 'variable':
    case 'field': {
      if (text === '$value' || text === '.Value') return made({ kind: 'value' }, 'number');
      const label = /^(?:\$labels|\.Labels)\.(\w+)$/.exec(text)?.[1];
      if (label !== undefined) return made({ kind: 'label', name: label }, 'string');
      const external = /^(?:\$externalLabels|\.ExternalLabels)\.(\w+)$/.exec(text)?.[1];
      if (external !== undefined) return made({ kind: 'external', name: external }, 'string');
      throw new Fault(`there is no "${text}"`, at, 'use $value, $labels.name or $externalLabels.name');
    }
    case 'word':
      if (text === 'true' || text === 'false') {
        return made({ kind: 'constant', value: { kind: 'bool', value: text === 'true' } }, 'bool');
      }
      throw new Fault(`the function "${text}" is not expected here`, at, 'put it and its arguments in parentheses');
    case 'punctuation':
      throw new Fault(`"${text}" is not expected here`, at);
    default:
      return token.kind satisfies never;
  }
}

function makeCall(name: Token, args: readonly Typed[]): Typed {
  const { text: func, at } = name;
  const kinds = args.map(a => a.kind);
  if (func === 'printf') return makePrintf(at, args);
  const known = templateFunctions.get(func);
  if (!known) {
    throw new Fault(`the template function "${func}" is unknown or not for annotations`, at, `use one of ${available}`);
  }
  const wrong = known.check(kinds);
  if (wrong !== undefined) throw new Fault(`${func} ${wrong}`, at);
  return { expr: { kind: 'call', func, args: args.map(a => a.expr) }, kind: known.returns(kinds), at };
}

const available = ['printf', ...templateFunctions.keys()].join(', ');

function makePrintf(at: number, [first, ...rest]: readonly Typed[]): Typed {
  const constant = first?.expr.kind === 'constant' ? first.expr.value : undefined;
  if (constant?.kind !== 'string') throw new Fault('printf needs its format first, in quotes', at);
  const format: readonly FormatPart[] | string = parseFormat(constant.value);
  const wrong =
    typeof format === 'string'
      ? format
      : checkFormat(
          format,
          rest.map(a => a.kind),
        );
  if (wrong !== undefined || typeof format === 'string') throw new Fault(`printf: ${wrong}`, at);
  return { expr: { kind: 'printf', format, args: rest.map(a => a.expr) }, kind: 'string', at };
}
