import { describe, expect, it } from 'vitest';
import { type DealsContext, judgeDeal } from '../../functions/imports/judge-deals.ts';
import { ImportedDeal } from '../../functions/imports/targets/deal.ts';
import { noOrg } from '../../functions/people/org.ts';
import { ANA, BEN, DEAL } from '../deals/saying.ts';
import { FROM, row } from '../deals/rows.ts';
import { dealsContext, THIS } from './judging.ts';

const deal = (changed: object = {}) =>
  ImportedDeal.parse({
    recordId: 'D1',
    day: '2026-02-10',
    amountMinor: '100',
    currency: 'EUR',
    ownerRef: 'u-ana',
    status: 'won',
    ...changed,
  });
const judge = (changed: object = {}, context: Partial<DealsContext> = {}) =>
  judgeDeal(deal(changed), 7, { ...dealsContext, ...context });

describe('a deal of a file', () => {
  it('is a row with the people whom its references name', () => {
    expect(judge()).toEqual({
      taken: row({ line: 7, day: '2026-02-10' }),
    });
    const splits = [
      { ownerRef: '274', share: '0.6' },
      { ownerRef: 'u-ben', share: '0.4' },
    ];
    expect(judge({ ownerRef: undefined, splits })).toMatchObject({
      taken: {
        splits: [
          { ownerRef: '274', share: '0.6', person: ANA },
          { ownerRef: 'u-ben', share: '0.4', person: BEN },
        ],
      },
    });
  });

  it('keeps what it was about, and nothing that is not said', () => {
    const about = { territoryRef: 'N', accountRef: 'A', product: 'P', custom: { size: 'L' } };
    expect(judge(about)).toMatchObject({
      taken: { about: { territory: 'N', account: 'A', product: 'P', custom: { size: 'L' } } },
    });
    const sold = {
      type: 'new',
      category: 'Software',
      channel: 'web',
      units: '3',
      costMinor: '40',
      discount: '0.10',
    };
    const overlays = [{ ownerRef: 'u-ben', share: '1.5' }];
    expect(judge({ ...sold, overlays, invoicedMinor: '100', collectedMinor: '80' })).toMatchObject({
      taken: {
        about: { type: 'new', category: 'Software', channel: 'web' },
        units: 3n,
        costMinor: 40n,
        discount: '0.1',
        overlays: [{ ownerRef: 'u-ben', share: '1.5', person: BEN }],
        invoicedMinor: 100n,
        collectedMinor: 80n,
      },
    });
    expect(judge({ custom: {} })).toMatchObject({ taken: { about: {} } });
    const shop = judge({ ownerRef: undefined });
    expect(typeof shop === 'object' && 'taken' in shop && Object.keys(shop.taken)).not.toContain('owner');
  });

  it.each<[string, object, string, string]>([
    ['in another currency', { currency: 'USD' }, 'currency.mismatch', 'currency'],
    ['of somebody unknown', { ownerRef: 'u-nobody' }, 'owner.unknown', 'ownerRef'],
    [
      'split with somebody unknown',
      {
        ownerRef: undefined,
        splits: [
          { ownerRef: 'u-ana', share: '0.5' },
          { ownerRef: 'u-nobody', share: '0.5' },
        ],
      },
      'owner.unknown',
      'splits',
    ],
    [
      'helped by somebody unknown',
      { overlays: [{ ownerRef: 'u-nobody', share: '1' }] },
      'owner.unknown',
      'overlays',
    ],
    ['won in a period that is closed', { day: '2026-03-01' }, 'period.locked', 'day'],
    ['won before all periods', { day: '2025-12-31' }, 'period.missing', 'day'],
  ])('is rejected when it is %s', (_, changed, code, field) => {
    expect(judge(changed)).toMatchObject({ code, field });
  });

  it('is taken on any day while it is not won: it is credited in no period', () => {
    for (const day of ['2026-03-01', '2025-12-31'])
      expect(judge({ day, status: 'open' })).toMatchObject({ taken: { day } });
  });
});

describe('a deal that a file had before', () => {
  const had = (
    changed: Record<string, unknown>,
    by = FROM.import,
    now: Record<string, unknown> = changed,
  ) => {
    const said = (some: object) => row({ day: '2026-02-10', line: 3, ...some });
    const before = { row: said(changed), from: { ...FROM, import: by } };
    return { known: new Map([[DEAL, { present: said(now), before }]]) };
  };

  it('is known where nothing new is said of it, also when its period is closed by now', () => {
    expect(judge({}, had({}))).toBe('known');
    expect(judge({ day: '2026-03-01' }, had({ day: '2026-03-01' }))).toBe('known');
  });

  it('is known also where nobody has its reference any more', () => {
    expect(judge({}, { ...had({}), org: noOrg })).toBe('known');
    expect(judge({}, { org: noOrg })).toMatchObject({ code: 'owner.unknown' });
  });

  it('is rejected where something else is said of it, by the line that had it', () => {
    const verdict = judge({ amountMinor: '101' }, had({}));
    expect(verdict).toMatchObject({ code: 'deal.imported', field: 'recordId' });
    expect(verdict).toMatchObject({ message: expect.stringContaining(`Line 3 of ${FROM.import}`) });
    for (const more of [
      { about: { territory: 'N' } },
      { units: '1' },
      { collectedMinor: '100' },
      { discount: '0.1' },
    ])
      expect(judge({}, had(more))).toMatchObject({ code: 'deal.imported' });
  });

  it('is a row again where this very import had it: a step that died is done again', () => {
    expect(judge({}, had({}, THIS))).toMatchObject({ taken: { line: 7 } });
  });

  it('is known where it says what is so by now, or what was said before webhooks spoke', () => {
    const amended = had({}, FROM.import, { amountMinor: '160' });
    expect(judge({ amountMinor: '160' }, amended)).toBe('known');
    expect(judge({}, amended)).toBe('known');
    expect(judge({ amountMinor: '170' }, amended)).toMatchObject({ code: 'deal.imported' });
  });
});

describe('a deal that only webhooks have told of', () => {
  it('is another where it is in another currency, whatever its figures', () => {
    const present = row({ day: '2026-02-10', line: 0 });
    const known = (more: object) => ({ known: new Map([[DEAL, { present: { ...present, ...more } }]]) });
    expect(judge({}, known({}))).toBe('known');
    expect(judge({}, known({ currency: 'USD' }))).toMatchObject({ taken: { line: 7 } });
  });

  const told = { known: new Map([[DEAL, { present: row({ day: '2026-02-10', line: 0 }) }]]) };

  it('is known where the file says the same, and a row below them where it says more or something else', () => {
    expect(judge({}, told)).toBe('known');
    expect(judge({ territoryRef: 'N' }, told)).toMatchObject({ taken: { about: { territory: 'N' } } });
    expect(judge({ amountMinor: '90' }, told)).toMatchObject({ taken: { amountMinor: 90n } });
  });
});
