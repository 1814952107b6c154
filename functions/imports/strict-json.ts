/**
 * JSON as it must be to mean one thing: no name twice in one object, not nested without end. Numbers keep
 * every digit. `__proto__` is a name like any other, and nobody's prototype.
 */
import { NumberText } from '../crm/lossless.ts';
import { MOST_COLUMNS } from './source.ts';

export type Json = string | boolean | null | NumberText | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** What stands in a value against it, by a JSON pointer. */
export type JsonFault = { readonly pointer: string; readonly message: string };

const MOST_DEPTH = 8;

type Reviver = (name: string, value: unknown, context: { readonly source: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

export function readStrictJson(text: string): { readonly json: Json } | { readonly fault: JsonFault } {
  try {
    const keep: Reviver = (_, value, { source }) =>
      typeof value === 'number' ? new NumberText(source) : value;
    const json = parse(text, keep) as Json;
    const fault = faultIn(text);
    return fault ? { fault } : { json };
  } catch {
    return { fault: { pointer: '', message: 'This is not JSON.' } };
  }
}

export function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof NumberText);
}

/** The value of a field that an object itself has. */
export function fieldOf(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A place in a JSON document: `pointerTo('fields', 'a/b')` is '/fields/a~1b'. */
export function pointerTo(...steps: readonly PropertyKey[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** An object or array that is being walked through: names are known of objects only. */
type Frame = { readonly names: Set<string> | undefined; at: string | number; awaitsName: boolean };

/** Walks through text that is known to be JSON. */
function faultIn(text: string): JsonFault | undefined {
  const frames: Frame[] = [];
  const here = (message: string) => ({ pointer: pointerTo(...frames.map(({ at }) => at)), message });
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    const frame = frames.at(-1);
    if (letter === '"') {
      const end = endOfString(text, index);
      if (frame?.names && frame.awaitsName) {
        frame.at = nameIn(text.slice(index, end + 1));
        frame.awaitsName = false;
        if (frame.names.has(frame.at)) return here(`'${frame.at.slice(0, 100)}' stands twice in one object.`);
        frame.names.add(frame.at);
        if (frame.names.size > MOST_COLUMNS) return here(`An object has more than ${MOST_COLUMNS} fields.`);
      }
      index = end;
    } else if (letter === '{' || letter === '[') {
      if (frames.length === MOST_DEPTH) return here(`This is nested more than ${MOST_DEPTH} deep.`);
      const isArray = letter === '[';
      frames.push({ names: isArray ? undefined : new Set(), at: isArray ? 0 : '', awaitsName: !isArray });
    } else if (letter === '}' || letter === ']') {
      frames.pop();
    } else if (letter === ',' && frame) {
      if (typeof frame.at === 'number') frame.at += 1;
      frame.awaitsName = true;
    }
  }
  return undefined;
}

function endOfString(text: string, opening: number): number {
  let end = opening + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

function nameIn(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
