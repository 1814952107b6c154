/** What an import can be about: the fields that a mapping fills, the record they make, and its key. */
import * as z from 'zod';
import { OwnerRef } from '../../people/person.ts';

/** How a field is read: a list is texts, a map or table is JSON. */
export type FieldKind = 'text' | 'day' | 'amount' | 'exact' | 'list' | 'json';

export type Field = {
  readonly is: FieldKind;
  /** A mapping has to say where it comes from. */
  readonly required?: true;
  /** It may be empty all the same. */
  readonly nullable?: true;
};

export type Target = {
  readonly fields: Readonly<Record<string, Field>>;
  /** A map whose entries may come from columns of their own: 'custom.region' is an entry of 'custom'. */
  readonly open?: { readonly map: string; readonly entry: Field };
  /** One of each pair has to be mapped. */
  readonly either?: readonly (readonly [string, string])[];
  /** A field that is an amount becomes minor units in here: `amount` is `amountMinor`. */
  readonly record: z.ZodObject;
  /** What makes two rows speak of the same thing. */
  readonly keyOf: (record: never) => readonly string[];
};

/** What a field that is an amount is called in the record. */
export function minorName(field: string): string {
  return `${field}Minor`;
}

/** A field by its name, or an entry of a map by 'map.name'. */
export function fieldNamed({ fields, open }: Target, name: string): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  return open && name.startsWith(`${open.map}.`) && name.length > open.map.length + 1
    ? open.entry
    : undefined;
}

/** The values of a row with the entries of maps where they belong. */
export function gathered<V>({ open }: Target, values: Readonly<Record<string, V>>): Record<string, unknown> {
  if (!open) return values;
  const prefix = `${open.map}.`;
  const own = Object.entries(values).filter(([name]) => !name.startsWith(prefix));
  const entries = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  if (entries.length === 0) return values;
  const map = Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
  return { ...Object.fromEntries(own), [open.map]: map };
}

/** Text as it is, whatever system it comes from. */
export const Plain = z.string().min(1).max(200).refine(isPlain, 'must be well-formed text');

/** The id of a person in some system, as text that every format can hold. */
export const Ref = OwnerRef.refine(isPlain, 'must be well-formed text');

export function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Something ends after it begins. */
export const endsLater = ({ from, to }: { from?: string | undefined; to?: string | null | undefined }) =>
  from === undefined || to === null || to === undefined || from < to;
export const endsLaterWords = { path: ['to'], message: 'must be after the day from which it holds' };
