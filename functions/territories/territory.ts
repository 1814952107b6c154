/** A territory: a part of the market that somebody covers, under the key that the company itself gives it. */
import * as z from 'zod';
import { canonical } from '../../shared/kernel/chain.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Name } from '../../shared/kernel/text.ts';

/** '1', 'emea-north', 'São Paulo': free of '#', of slashes, and of blanks at its ends. */
export const TerritoryId = z
  .string()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,58}[\p{L}\p{N}._-])?$/u,
    'must be at most 60 letters, digits, blanks, dots, hyphens and underscores',
  )
  .brand<'territory'>()
  .meta({ examples: ['emea-north'] });
export type TerritoryId = z.output<typeof TerritoryId>;

const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be a country code of ISO 3166, for example DE')
  .meta({ examples: ['DE'] });

const said = {
  name: Name,
  /** What it is part of, in the company's own words: North America. */
  group: Name.optional(),
  country: Country.optional(),
};

/** What is said of a territory: all of it, each time. */
export const TerritoryDraft = z.strictObject(said);
export type TerritoryDraft = z.output<typeof TerritoryDraft>;

export const Territory = z.object({ id: TerritoryId, ...said, version: z.int() });
export type Territory = z.output<typeof Territory>;

/** The next version of a territory; the same one where nothing new is said. */
export function drafted(id: TerritoryId, draft: TerritoryDraft, before: Territory | undefined): Territory {
  const after = { id, ...draft, version: before?.version ?? 1 };
  if (before && canonical(after) === canonical(before)) return before;
  return { ...after, version: (before?.version ?? 0) + 1 };
}

export function noSuchTerritory(): never {
  return refuse('missing', 'territory.unknown', 'There is no such territory.', '/territory');
}
