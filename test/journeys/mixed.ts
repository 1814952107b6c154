/** A plan of every kind of component with every treatment, a quarter's webhooks, and by hand what that pays. */
import type { Json } from '../../infra/cli/client.ts';
import { dealMessage } from '../kit/platform.ts';

export const of = (id: string, kind: string, more: Json) => ({
  id,
  name: `The ${id}`,
  kind,
  goal: 'Growth',
  ...more,
});
const bands = (pays: string, at: string, low: string, high: string) => [
  { from: '0', to: at, [pays]: low },
  { from: at, to: null, rate: high },
];
const IN_UNITS = { edges: 'minor' };

/** What everybody in the field is paid by, and by hand what that pays Ana and Ben. */
export const COMPONENTS = [
  of('flat', 'flat-rate', {
    rate: '0.02',
    kickers: [{ name: 'Several years', where: { custom: { multiYear: [true] } }, rate: '0.01' }],
    capMinor: '280000',
  }),
  of('marginal', 'rate-table', {
    mode: 'marginal',
    bands: bands('rate', '1', '0.10', '0.15'),
    threshold: '0.5',
  }),
  of('retroactive', 'rate-table', {
    mode: 'retroactive',
    bands: bands('rate', '1', '0.01', '0.02'),
    multiplier: {
      by: { result: 'nps' },
      bands: [
        { from: '0', to: '1', times: '1' },
        { from: '1', to: null, times: '1.1' },
      ],
    },
  }),
  of('interpolated', 'rate-table', {
    mode: 'interpolated',
    ...IN_UNITS,
    bands: [
      { from: '0', to: '10000000', amountMinor: '100000' },
      { from: '10000000', to: '20000000', amountMinor: '200000' },
      { from: '20000000', to: null, rate: '0' },
    ],
  }),
  of('each-deal', 'rate-table', {
    mode: 'marginal',
    per: 'deal',
    ...IN_UNITS,
    bands: bands('rate', '1000000', '0.01', '0.02'),
  }),
  of('lookup', 'lookup', {
    by: 'product',
    rates: { hardware: '0.03', software: '0.04' },
    otherwise: '0.01',
    gate: { open: [{ by: { attainment: 'new' }, atLeast: '0.5' }], otherwise: '0.01' },
  }),
  of('margins', 'deal-rate', {
    measure: 'margin',
    by: 'margin / amount',
    bands: bands('rate', '0.35', '0.10', '0.25'),
  }),
  of('cash', 'flat-rate', { measure: 'cash', rate: '0.01' }),
  of('curve', 'payout-curve', {
    targetMinor: '1000000',
    points: [
      { at: '0.7', pays: '0' },
      { at: '1', pays: '1' },
      { at: '1.5', pays: '2' },
    ],
  }),
  of('matrix', 'matrix', {
    targetMinor: '500000',
    rows: { by: { attainment: 'bookings' }, from: ['0', '1'] },
    columns: { by: { result: 'retention' }, from: ['0', '0.95'] },
    pays: [
      ['0.8', '0.9'],
      ['1', '1.1'],
    ],
  }),
  of('bonus', 'attainment-bonus', { at: '1', amountMinor: '200000' }),
  of('mbo', 'mbo-bonus', {
    targetMinor: '100000',
    objectives: [{ result: 'goal', name: 'The goal', weight: '1' }],
  }),
  of('spiff', 'spiff', {
    amountMinor: '50000',
    where: { type: ['new'] },
    from: '2026-01-01',
    to: '2026-04-01',
    budgetMinor: '120000',
  }),
  of('pool', 'team-pool', { measure: 'team', rate: '0.01' }),
  of('formula', 'formula', {
    formula: 'max(sales - target, money(0)) * 0.1',
    inputs: { sales: { total: 'bookings' }, target: { quota: 'bookings' } },
  }),
];
export const MEASURES = [
  { id: 'bookings' },
  { id: 'new', where: { type: ['new'] } },
  { id: 'margin', counts: 'margin' },
  { id: 'cash', clock: 'cash' },
  { id: 'team', credits: 'team' },
];

/**
 * Ana is credited 60,000, 50,000, 12,000 (of 20,000), 8,000 and −8,000: 122,000 of 100,000; new: 72,000 of 40,000.
 * Ben is credited 8,000 and 30,000: 38,000 of 100,000; new: 8,000 of 40,000. In whole euros:
 */
export const PAID = {
  Ana: {
    flat: 2_800, // 122,000 × 2 % + 50,000 × 1 % = 2,940, capped
    marginal: 13_300, // 100,000 × 10 % + 22,000 × 15 %
    retroactive: 2_684, // 122,000 × 2 % × 110 %
    interpolated: 1_440, // 1,000 + 22,000 ÷ 100,000 × 2,000
    'each-deal': 2_140, // 100 + 50,000 × 2 %, 100 + 40,000 × 2 %, 100 + 2,000 × 2 %
    lookup: 4_160, // 60,000 × 3 % + 50,000 × 4 % + 12,000 × 3 %
    margins: 10_000, // 30,000 × 25 % + 10,000 × 10 % (a fifth) + 6,000 × 25 %
    cash: 200, // 20,000 × 1 %
    curve: 14_400, // 100 % + 22 ÷ 50 × 100 % = 144 % of 10,000
    matrix: 5_500, // 110 % of 5,000
    bonus: 2_000,
    mbo: 800, // 80 % of 1,000
    spiff: 1_000, // two of 500; the third finds nothing left, and is lost
    pool: 800, // 160,000 × 1 % ÷ 2
    formula: 2_200, // 22,000 × 0.1
  },
  Ben: {
    flat: 760,
    marginal: 0, // 38 % is below the threshold
    retroactive: 418, // 38,000 × 1 % × 110 %
    interpolated: 380,
    'each-deal': 580, // 80, and 100 + 20,000 × 2 %
    lookup: 380, // 20 % of the new is below the gate: 38,000 × 1 %
    margins: 4_750, // (4,000 + 15,000) × 25 %
    cash: 0,
    curve: 0,
    matrix: 4_500, // 90 % of 5,000
    bonus: 0,
    mbo: 500, // 50 % of 1,000
    spiff: 200, // what is left of 1,200
    pool: 800,
    formula: 0,
  },
  Mia: { override: 1_600 }, // 160,000 × 1 %
  Cem: { helped: 300 }, // 30,000 × 1 %, on top of Ben's deal
};
export type Name = keyof typeof PAID;

const won = (id: string, on: string, fields: Json) =>
  dealMessage(id, 'deal.updated', `${on}T10:00:00.000Z`, { currency: 'EUR', status: 'won', ...fields });
const ANA = { ownerRef: 'u-ana' };
const [ABOUT_1, ABOUT_2] = [
  { type: 'new', product: 'hardware' },
  { type: 'renewal', product: 'software', custom: { multiYear: true } },
];
const SHARES = [
  { ownerRef: 'u-ana', share: '0.6' },
  { ownerRef: 'u-ben', share: '0.4' },
];
export const MESSAGES = [
  won('d1', '2026-01-10', { ...ANA, amount: '60000', cost: '30000', about: ABOUT_1 }),
  won('d1', '2026-02-01', { collected: '20000' }),
  won('d2', '2026-02-10', { ...ANA, amount: '50000', cost: '40000', about: ABOUT_2 }),
  won('d3', '2026-03-05', { ...ANA, amount: '20000', cost: '10000', about: ABOUT_1, splits: SHARES }),
  won('d4', '2026-03-10', { ...ANA, amount: '8000', cost: '4000', about: ABOUT_1 }),
  won('d4', '2026-03-20', { status: 'lost' }),
  won('d5', '2026-03-15', {
    ownerRef: 'u-ben',
    amount: '30000',
    cost: '15000',
    about: { type: 'renewal', product: 'training' },
    overlays: [{ ownerRef: 'u-cem', share: '1' }],
  }),
];
