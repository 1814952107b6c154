/** Rows of imported files, by chance and by hand, for the tests of imported deals. */
import * as fc from 'fast-check';
import { ImportedRow, type ImportedFrom } from '../../functions/deals/imported.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { ANA, BEN, BERLIN, CEM, CONNECTOR } from './saying.ts';

export const FROM: ImportedFrom = {
  import: derivedId('imp', 'a file'),
  connector: CONNECTOR,
  currency: 'EUR',
  zone: BERLIN,
  at: Instant.parse('2026-12-31T12:00:00.000Z'),
};

/** Won by Ana for 1.00 on a day, unless something else is said. */
export function row(changed: Record<string, unknown> = {}): ImportedRow {
  const usual = { line: 2, recordId: 'D1', day: '2026-03-10', amountMinor: '100', status: 'won', about: {} };
  const owner = 'splits' in changed ? {} : { ownerRef: 'u-ana', owner: ANA };
  return ImportedRow.parse({ ...usual, ...owner, ...changed });
}

/** Of nobody: what a shop sold. */
export function shopRow(changed: Record<string, unknown> = {}): ImportedRow {
  const { owner: _, ownerRef: __, ...rest } = row(changed);
  return rest;
}

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((all) => !all.includes('\0'));
const day = fc
  .integer({ min: 0, max: 364 })
  .map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10));
const maybe = <V>(arb: fc.Arbitrary<V>) => fc.option(arb, { nil: undefined });
const word = fc.constantFrom('Seats', 'a.b-c_d', 'constructor', 'toString');
const custom = fc.dictionary(word, fc.oneof(text, fc.boolean(), fc.constant('')), { minKeys: 1, maxKeys: 3 });
const owned = fc.oneof(
  fc.constantFrom(ANA, BEN, CEM).map((owner) => ({ owner, ownerRef: `ref of ${owner}` })),
  fc.constant({
    splits: [
      { ownerRef: 'a', share: '1/3', person: ANA },
      { ownerRef: 'b', share: '2/3', person: BEN },
    ],
  }),
  fc.constant({}),
);
const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(String);
const facts = fc.record({
  units: maybe(fc.integer({ min: -999, max: 999 }).map(String)),
  costMinor: maybe(minor),
  discount: maybe(fc.constantFrom('0.15', '-0.05', '0')),
  invoicedMinor: maybe(minor),
  collectedMinor: maybe(minor),
  overlays: maybe(fc.constantFrom([{ ownerRef: 'c', share: '1.5', person: CEM }])),
});
const said = (all: object) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

const anyRow = fc
  .record({
    day,
    amountMinor: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map(String),
    status: fc.constantFrom('open', 'won', 'lost', 'deleted'),
    owned,
    facts,
    stage: maybe(text),
    about: fc
      .record({
        territory: maybe(text),
        account: maybe(text),
        product: maybe(text),
        type: maybe(fc.constantFrom('new', 'renewal', 'constructor')),
        category: maybe(text),
        channel: maybe(text),
        custom: maybe(custom.map((map) => ({ ...map }))),
      })
      .map(said),
  })
  .map(({ owned, facts, stage, ...rest }) => ({ ...rest, ...owned, ...said({ ...facts, stage }) }));

/** Rows of one file: each line once, in order, and each record once. */
export const anyRows = (maxLength = 12): fc.Arbitrary<ImportedRow[]> =>
  fc
    .tuple(fc.array(anyRow, { maxLength }), fc.integer({ min: 2, max: 9 }))
    .map(([rows, every]) =>
      rows.map((each, n) => ImportedRow.parse({ ...each, line: 2 + n * every, recordId: `D${n}` })),
    );
