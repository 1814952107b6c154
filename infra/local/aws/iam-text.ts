/**
 * Text of IAM policies: wildcards and variables.
 *
 *   T#${aws:PrincipalTag/tenant}#DEAL#*   a variable, then a wildcard
 *   ${*} ${?} ${$}                        the characters themselves
 *   ${aws:PrincipalTag/team, 'none'}      a variable with a default
 *
 * A variable's value is literal: a `*` inside a tag matches nothing but a `*`.
 */
import type { Context } from './endpoint.ts';

const ANY = Symbol('*');
const ONE = Symbol('?');
type Variable = { readonly key: string; readonly otherwise: string | undefined };
type Piece = string | typeof ANY | typeof ONE | Variable;
type Filled = string | typeof ANY | typeof ONE;

export type PolicyText = readonly Piece[];

const SYNTAX = /\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g;

export function readText(text: string, wildcards: boolean): PolicyText {
  return [...text.matchAll(SYNTAX)].map(([found, variable]) => {
    if (variable !== undefined) return readVariable(variable.trim());
    if (wildcards && found === '*') return ANY;
    return wildcards && found === '?' ? ONE : found;
  });
}

function readVariable(inside: string): Piece {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const [key = '', otherwise] = inside.split(/\s*,\s*/);
  return { key: key.toLowerCase(), otherwise: otherwise?.replace(/^'(.*)'$/, '$1') };
}

/** Keys of the variables in a text. */
export const variablesIn = (text: PolicyText): string[] =>
  text.flatMap((piece) => (typeof piece === 'object' ? [piece.key] : []));

/** A text with a variable that has no value matches nothing. */
export function matchesText(text: PolicyText, value: string, context: Context): boolean {
  const filled: Filled[] = [];
  for (const piece of text) {
    if (typeof piece !== 'object') filled.push(piece);
    else {
      const known = context[piece.key] ?? piece.otherwise;
      if (typeof known !== 'string') return false;
      filled.push(known);
    }
  }
  return matchesFrom(filled, 0, value, 0);
}

function matchesFrom(pieces: readonly Filled[], first: number, value: string, start: number): boolean {
  let at = start;
  for (let index = first; index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === ANY) return matchesSomewhere(pieces, index + 1, value, at);
    if (piece === ONE) at += 1;
    else if (typeof piece === 'string' && value.startsWith(piece, at)) at += piece.length;
    else return false;
  }
  return at === value.length;
}

function matchesSomewhere(pieces: readonly Filled[], rest: number, value: string, from: number): boolean {
  if (rest === pieces.length) return from <= value.length;
  for (let at = from; at <= value.length; at += 1) if (matchesFrom(pieces, rest, value, at)) return true;
  return false;
}
