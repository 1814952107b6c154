/**
 * Reads a formula into a tree: the part of CEL that needs no loops.
 *
 *   formula   or ['?' or ':' formula]       a >= 1 ? b : c
 *   or … *    by LEVELS of tree.ts          a || b && c == d + e * f;  c in ['x', 'y']
 *   unary     '-' or '!' before a unary     -a, !b
 *   leaf      number, text, true, false, name, function(…), (formula)
 *   name      a.b.c or a['b-c']
 *
 * A number is what is written, to the digit: 0.1 is one tenth and was never a float.
 */
import { decimal } from '../../../shared/kernel/rational.ts';
import { Cursor, short } from './cursor.ts';
import { stop } from './fault.ts';
import { type Piece, unquoted } from './piece.ts';
import { LEVELS, type Node, RESERVED, type Sign } from './tree.ts';

/** Stops with a fault at what cannot be read. */
export function parsed(text: string): Node {
  const cursor = new Cursor(text);
  const tree = formula(cursor);
  cursor.end();
  return tree;
}

function formula(cursor: Cursor): Node {
  return cursor.nested(() => {
    const test = binary(cursor, 0);
    const { at } = cursor.piece;
    if (!cursor.took('?')) return test;
    const yes = binary(cursor, 0);
    cursor.must(':', "':' and what holds otherwise");
    return cursor.node(at, { kind: 'choice', test, yes, no: formula(cursor) });
  });
}

function binary(cursor: Cursor, level: number): Node {
  const signs = LEVELS[level];
  if (!signs) return unary(cursor);
  let left = binary(cursor, level + 1);
  for (let { at, text } = cursor.piece; cursor.took(...signs); { at, text } = cursor.piece) {
    left =
      text === 'in'
        ? cursor.node(at, { kind: 'among', of: left, list: list(cursor) })
        : cursor.node(at, { kind: 'binary', sign: text as Sign, left, right: binary(cursor, level + 1) });
  }
  return left;
}

function unary(cursor: Cursor): Node {
  const { text, at } = cursor.piece;
  if (!cursor.took('-', '!')) return leaf(cursor);
  return cursor.nested(() => cursor.node(at, { kind: 'unary', sign: text as '-' | '!', of: unary(cursor) }));
}

function leaf(cursor: Cursor): Node {
  if (cursor.took('(')) return closing(cursor);
  const { kind, text, at } = cursor.piece;
  if (kind === 'sign' || kind === 'end' || text === 'in') return cursor.missing('a value');
  if (kind === 'number') return numeral(cursor, cursor.step());
  if (kind === 'word' && text !== 'true' && text !== 'false') return named(cursor, cursor.step());
  cursor.step();
  if (kind === 'text') return cursor.node(at, { kind, value: unquoted(text) });
  return cursor.node(at, { kind: 'boolean', value: text === 'true' });
}

function closing(cursor: Cursor): Node {
  const inner = formula(cursor);
  cursor.must(')', "')' for an earlier '('");
  return inner;
}

function numeral(cursor: Cursor, { text, at }: Piece): Node {
  if (/^\d{1,12}(\.\d{1,12})?$/.test(text)) {
    return cursor.node(at, { kind: 'number', text, value: decimal(text) });
  }
  const words = 'A number is at most twelve digits and, after a point, at most twelve more';
  const commas = ' Thousands have no commas; between two values a space follows one.';
  const hint = text.includes(',') ? commas : '';
  return stop('formula.number', `${words}: ${short(text)} is not.${hint}`, at);
}

function named(cursor: Cursor, { text, at }: Piece): Node {
  let name = text;
  for (let part = partOf(cursor); part !== undefined; part = partOf(cursor)) name += `.${part}`;
  if (!cursor.took('(')) return cursor.node(at, { kind: 'name', name });
  return cursor.node(at, { kind: 'call', name, args: until(cursor, ')') });
}

/** .word or ['text'] */
function partOf(cursor: Cursor): string | undefined {
  if (cursor.took('.')) {
    const { kind, text } = cursor.piece;
    return kind === 'word' && !RESERVED.has(text) ? cursor.step().text : cursor.missing('a word');
  }
  if (!cursor.took('[')) return undefined;
  if (cursor.piece.kind !== 'text') cursor.missing("a name in quotes, as in measure['new-business'],");
  const part = unquoted(cursor.step().text);
  cursor.must(']', "']' for an earlier '['");
  return part;
}

function list(cursor: Cursor): Node[] {
  cursor.must('[', "'[', which begins a list,");
  return until(cursor, ']');
}

function until(cursor: Cursor, close: ')' | ']'): Node[] {
  const found: Node[] = [];
  if (cursor.took(close)) return found;
  do found.push(formula(cursor));
  while (cursor.took(','));
  cursor.must(close, `',' or '${close}'`);
  return found;
}
