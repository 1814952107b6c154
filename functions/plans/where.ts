/**
 * Which credits are meant, by what their deals were about: all that is said must hold, each by one of its
 * values.
 *
 *   { product: ['router', 'switch'], custom: { multiYear: [true] } }
 */
import * as z from 'zod';
import type { Counted, Facts } from './counted.ts';

const MOST_VALUES = 200;
const Values = z.array(z.string().min(1).max(200)).min(1).max(MOST_VALUES);

export const dimensions = ['type', 'product', 'category', 'channel', 'territory', 'account'] as const;
export type Dimension = (typeof dimensions)[number];

/** A custom field by its name, as 'custom.segment'. */
const Custom = z.templateLiteral(['custom.', z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/)]);
export const DimensionName = z.union([z.enum(dimensions), Custom]);
export type DimensionName = z.output<typeof DimensionName>;

export const Where = z
  .strictObject({
    type: Values.optional(),
    product: Values.optional(),
    category: Values.optional(),
    channel: Values.optional(),
    territory: Values.optional(),
    account: Values.optional(),
    custom: z
      .record(
        z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/),
        z
          .array(z.union([z.string().max(200), z.boolean()]))
          .min(1)
          .max(MOST_VALUES),
      )
      .optional(),
  })
  .refine((where) => Object.keys(where).length > 0, 'must say what is meant')
  .meta({ id: 'Where', description: 'which deals are meant', examples: [{ product: ['router'] }] });
export type Where = z.output<typeof Where>;

export function isMeant(where: Where | undefined, { about }: Pick<Counted, 'about'>): boolean {
  if (!where) return true;
  const plain = dimensions.every((name) => isOneOf(where[name], about?.[name]));
  const custom = Object.entries(where.custom ?? {});
  return plain && custom.every(([name, values]) => isOneOf(values, customOf(about, name)));
}

/** What a deal says of a dimension, as text. */
export function saidOf(name: DimensionName, { about }: Pick<Counted, 'about'>): string | undefined {
  const said = name.startsWith('custom.')
    ? customOf(about, name.slice('custom.'.length))
    : about?.[name as Dimension];
  return said === undefined ? undefined : String(said);
}

export function whereWords(where: Where): string {
  const plain = dimensions.flatMap((name) => (where[name] ? [`${name} ${where[name].join(' or ')}`] : []));
  const custom = Object.entries(where.custom ?? {}).map(([name, values]) => `${name} ${values.join(' or ')}`);
  return [...plain, ...custom].join(' and ');
}

function isOneOf<T>(values: readonly T[] | undefined, said: T | undefined): boolean {
  return values === undefined || (said !== undefined && values.includes(said));
}

function customOf(about: Facts | undefined, name: string): string | boolean | undefined {
  return about?.custom && Object.hasOwn(about.custom, name) ? about.custom[name] : undefined;
}
