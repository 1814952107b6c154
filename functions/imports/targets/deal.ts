/** A deal as another system has it now: its state, without how it got there. */
import * as z from 'zod';
import { DealEvent } from '../../crm/normal-form.ts';
import {
  CustomName,
  CustomValue,
  Discount,
  hasRoom,
  MOST_SELLERS,
  roomWords,
  ShareOnTop,
  Units,
} from '../../crm/facts.ts';
import { areWhole, Share } from '../../crm/share.ts';
import { Currency, Minor } from '../../../shared/kernel/money.ts';
import { shortest } from '../../../shared/kernel/rational.ts';
import { Day } from '../../../shared/kernel/time.ts';
import { Plain, type Target } from './target.ts';

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
      .max(MOST_SELLERS)
      .refine((splits) => areWhole(splits.map(({ share }) => share)), 'must have shares that come to one')
      .optional(),
    status: DealEvent.shape.status.unwrap(),
    stage: Plain.optional(),
    accountRef: Plain.optional(),
    territoryRef: Plain.optional(),
    product: Plain.optional(),
    type: Plain.optional(),
    category: Plain.optional(),
    channel: Plain.optional(),
    custom: z.record(CustomName, CustomValue).refine(hasRoom, roomWords).optional(),
    units: Units.transform(BigInt).optional(),
    costMinor: Minor.optional(),
    discount: Discount.transform(shortest).optional(),
    /** To date. */
    invoicedMinor: Minor.optional(),
    collectedMinor: Minor.optional(),
    overlays: z
      .array(z.strictObject({ ownerRef: Plain, share: ShareOnTop }))
      .min(1)
      .max(MOST_SELLERS)
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
    type: { is: 'text' },
    category: { is: 'text' },
    channel: { is: 'text' },
    units: { is: 'exact' },
    cost: { is: 'amount' },
    discount: { is: 'exact' },
    invoiced: { is: 'amount' },
    collected: { is: 'amount' },
    overlays: { is: 'json' },
  },
  open: { map: 'custom', entry: { is: 'text' } },
  record: ImportedDeal,
  keyOf: ({ recordId }: ImportedDeal) => [recordId],
} satisfies Target;
