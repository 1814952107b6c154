/**
 * What a company says itself of whose a deal is. It stands above all that its CRM has said and will say, until it
 * is released: then what the CRM said last counts again.
 *
 *   10 Mar  CRM: won by Ana        +50,000 Ana
 *   12 Mar  override: Ben          −50,000 Ana, +50,000 Ben
 *   15 Mar  CRM: owner is Cem      nothing changes
 *   20 Mar  released               −50,000 Ben, +50,000 Cem
 */
import * as z from 'zod';
import { MOST_SELLERS } from '../crm/facts.ts';
import { areWhole, Share } from '../crm/share.ts';
import { PersonId } from '../../shared/kernel/ids.ts';
import { Name } from '../../shared/kernel/text.ts';

/** A person of the company, and their share. */
export const Sharing = z.strictObject({ person: PersonId, share: Share });
export type Sharing = z.output<typeof Sharing>;

export const Override = z.object({ splits: z.array(Sharing), reason: z.string(), by: z.string() });
export type Override = z.output<typeof Override>;

/** Of shares that are none it cannot be said whether they are the whole. */
const comeToOne = (splits: readonly { readonly share: string }[]): boolean =>
  splits.some(({ share }) => !Share.safeParse(share).success) || areWhole(splits.map(({ share }) => share));

export const Splits = z
  .array(Sharing)
  .min(1)
  .max(MOST_SELLERS)
  .refine(comeToOne, 'must have shares that come to one');

export const OverrideDraft = z.strictObject({
  splits: Splits,
  reason: Name,
});
export type OverrideDraft = z.output<typeof OverrideDraft>;
