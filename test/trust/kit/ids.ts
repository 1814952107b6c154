/** Ids by what they name: those of things that never were, and where a schema expects which. */
import * as z from 'zod';

const NONE = '0'.repeat(26);

/** Well-formed, and never given to anything. */
const MISSING = {
  tenant: `ten_${NONE}`,
  person: `per_${NONE}`,
  deal: `dea_${NONE}`,
  plan: `pln_${NONE}`,
  run: `run_${NONE}`,
  key: `key_${NONE}`,
  login: `lgn_${NONE}`,
  connector: `con_${NONE}_${NONE}`,
  enrolment: `enr_${NONE}_${NONE}_20260101`,
  adjustment: `adj_1999-m01_${NONE}`,
  reopening: `reo_1999-m01_${NONE}`,
  item: `2026-01-10.${'0'.repeat(64)}`,
  calendar: `cal_${NONE}`,
  import: `imp_${NONE}`,
  export: `exp_${NONE}`,
  period: '1999-m01',
} as const;

export type Kind = keyof typeof MISSING;
export const kinds = Object.keys(MISSING) as Kind[];

/**
 * What in a path is no id of anything: places in a thing that an id beside it names, files, and words that a
 * company chooses itself, so that two of them may well choose the same.
 */
const PLACES: Readonly<Record<string, string>> = {
  version: '1',
  line: '1',
  asset: 'page.css',
  team: 'north',
  territory: '1',
  day: '2026-01-02',
  year: '2026',
  from: 'EUR',
  to: 'USD',
};

export const isKind = (name: string): name is Kind => Object.hasOwn(MISSING, name);

/** For a variable of a path, by its name. */
export function missingOf(name: string): string {
  const value = isKind(name) ? MISSING[name] : PLACES[name];
  if (value === undefined) {
    throw new Error(
      `No test of trust knows what '{${name}}' in a path names: add it to MISSING in test/trust/kit/ids.ts ` +
        'with a well-formed id of nothing, and to Things in test/trust/kit/things.ts.',
    );
  }
  return value;
}

export const isPlace = (name: string): boolean => Object.hasOwn(PLACES, name);

/** Where a body or a query expects an id of something: its JSON pointer, and of what. */
export type Reference = { readonly at: string; readonly kind: Kind };

type Schema = {
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};

/** Found by the patterns that ids are written in, so that nobody has to list them. */
export function referencesIn(type: z.ZodType | undefined): Reference[] {
  if (!type) return [];
  const schema = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return walk(schema as Schema, '');
}

function walk(schema: Schema, at: string): Reference[] {
  const kind = kinds.find((each) => isWrittenAs(schema.pattern, MISSING[each]));
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const found = [
    ...(kind ? [{ at, kind }] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => walk(inner, `${at}/${name}`)),
    ...(schema.items ? walk(schema.items, `${at}/0`) : []),
    ...alternatives.flatMap((inner) => walk(inner, at)),
  ];
  return [...new Map(found.map((one) => [one.at, one])).values()];
}

/** Slugs, dates and digits have patterns too; those of ids match one sample and no other. */
function isWrittenAs(pattern: string | undefined, sample: string): boolean {
  if (!pattern) return false;
  const matches = kinds.filter((kind) => new RegExp(pattern, 'u').test(MISSING[kind]));
  return matches.length === 1 && new RegExp(pattern, 'u').test(sample);
}
