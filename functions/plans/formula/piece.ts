/**
 * Cuts a formula into pieces.
 *
 *   bookings * 0.05    word 'bookings', sign '*', number '0.05', end
 */
import { stop } from './fault.ts';

export type Piece = {
  readonly kind: 'number' | 'word' | 'text' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
};

/**
 * What looks like a number is taken whole, so that 1e400, 0x1F or 1.2.3 is one fault and not a riddle; 10,500
 * too, since in min(10,500) it would be read as two.
 */
const SHAPES = [
  ['space', /[ \t\r\n]+/y],
  ['number', /[0-9][0-9A-Za-z_.]*(?:,[0-9]{3}(?![0-9A-Za-z_.]))*/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['text', /'(?:[^'\\\r\n]|\\['"\\])*'|"(?:[^"\\\r\n]|\\['"\\])*"/y],
  ['sign', /&&|\|\||[=!<>]=|[-+*/()[\],.?:<>!]/y],
] as const;

const hints = new Map([
  ['=', "Two values are compared with '=='."],
  ['%', 'Five percent is written 0.05.'],
  ['&', "'And' is written '&&'."],
  ['|', "'Or' is written '||'."],
  [
    "'",
    'A text ends with the quote that it began with, on the same line; a backslash stands before \', " or \\.',
  ],
  ['“', 'Quotes are straight: "…" or \'…\'.'],
]);
const hintOf = (character: string) => hints.get(character.replace('"', "'").replace(/[”„‘’]/, '“'));

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    const { kind, length } = shapeAt(text, at);
    if (kind !== 'space') found.push({ kind, text: text.slice(at, at + length), at });
    at += length;
  }
  return [...found, { kind: 'end', text: '', at: text.length }];
}

function shapeAt(text: string, at: number) {
  for (const [kind, shape] of SHAPES) {
    shape.lastIndex = at;
    const length = shape.exec(text)?.[0].length;
    if (length !== undefined) return { kind, length };
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const hint = hintOf(character);
  const words = `The character ${character} means nothing here.`;
  return stop('formula.unreadable', hint ? `${words} ${hint}` : words, at);
}

/** What stands between the quotes of a text. */
export const unquoted = (text: string): string => text.slice(1, -1).replace(/\\(.)/g, '$1');
export const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
