/** A deal as another system has it now: its state, without how it got there. */
import * as z from 'zod';
import { DealEvent } from '../../crm/normal-form.ts';
import { areWhole, Share } from '../../crm/share.ts';
import { Currency, Minor } from '../../../shared/kernel/money.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { Plain, type Target } from './target.ts';

const MOST_SPLITS = 50;
const MOST_CUSTOM = 50;

const CustomName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.-]{0,59}$/,
    'must be a name of letters, digits, dots, hyphens and underscores',
  );
const CustomValue = z.union([
  z
    .string()
    .max(500)
    .refine((text) => text.isWellFormed(), 'must be well-formed text'),
  z.boolean(),
]);

export const ImportedDeal = z
  .strictObject({
    recordId: DealEvent.shape.recordId,
    /** The day it was won; of one that is open, the day it is expected. */
    day: Day,
    amountMinor: Minor,
    currency: Currency,
    ownerRef: Plain.optional(),
    splits: z
      .array(z.strictObject({ ownerRef: Plain, share: Share }))
      .min(1)
      .max(MOST_SPLITS)
      .refine((splits) => areWhole(splits.map(({ share }) => share)), 'must have shares that come to one')
      .optional(),
    status: DealEvent.shape.status.unwrap(),
    stage: Plain.optional(),
    accountRef: Plain.optional(),
    territoryRef: Plain.optional(),
    product: Plain.optional(),
    custom: z
      .record(CustomName, CustomValue)
      .refine(
        (custom) => Object.keys(custom).length <= MOST_CUSTOM,
        `must have at most ${MOST_CUSTOM} fields`,
      )
      .optional(),
  })
  .refine(({ ownerRef, splits }) => ownerRef === undefined || splits === undefined, {
    path: ['splits'],
    message: 'are given beside an owner: a deal has one or the other',
  });
export type ImportedDeal = z.output<typeof ImportedDeal>;

export const deal = {
  fields: {
    recordId: { is: 'text', required: true },
    day: { is: 'day', required: true },
    amount: { is: 'amount', required: true },
    currency: { is: 'text', required: true },
    ownerRef: { is: 'text' },
    splits: { is: 'json' },
    status: { is: 'text', required: true },
    stage: { is: 'text' },
    accountRef: { is: 'text' },
    territoryRef: { is: 'text' },
    product: { is: 'text' },
    custom: { is: 'json' },
  },
  open: { map: 'custom', entry: { is: 'text' } },
  record: ImportedDeal,
  keyOf: ({ recordId }: ImportedDeal) => [recordId],
} satisfies Target;
