import fc from 'fast-check';
import { expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { Entries, type Entry, foldPages, packed, type Page } from '../../functions/deals/page.ts';
import { pack, unpack } from '../../shared/table/packed.ts';
import { ANA, BERLIN, DEAL, say } from './saying.ts';

const credits = creditsOf(
  DEAL,
  [say({ at: '2026-03-10', status: 'won', amount: '700', owner: ANA })],
  BERLIN,
);
const page = (period: string, version: number, some = credits): Page => {
  const name = `${period} ${version}`;
  return { period, page: name, hash: name, entries: [{ deal: DEAL, version, changes: [], credits: some }] };
};

it('the highest revision of a deal says what its credits are, an empty one that there are none', () => {
  expect(foldPages([page('2026-m03', 1)])).toEqual(credits);
  expect(foldPages([page('2026-m03', 2, []), page('2026-m03', 1)])).toEqual([]);
});

it('a revision in one month says nothing about another month', () => {
  expect(foldPages([page('2026-m03', 1), page('2026-m04', 2, [])])).toEqual(credits);
});

it('A125 pages that come twice or in any order fold to the same', () => {
  const pages = [page('2026-m03', 1, []), page('2026-m03', 2), page('2026-m04', 3, [])];
  const any = fc.shuffledSubarray([...pages, ...pages], { minLength: pages.length * 2 });
  fc.assert(
    fc.property(any, (shuffled) => {
      expect(foldPages(shuffled)).toEqual(foldPages(pages));
    }),
  );
});

it('says once what credits were about, and comes back as it was', () => {
  const about = { product: 'Seats', custom: { years: '3', trial: true } };
  const won = say({ at: '2026-03-10', status: 'won', amount: '7', owner: ANA, about, units: '2', cost: '3' });
  const more = Array.from({ length: 20 }, (_, n) => say({ at: `2026-03-${n + 11}`, amount: String(n + 8) }));
  const corrected = say({ at: '2026-03-31', about: { product: 'Boxes' } });
  const all = creditsOf(DEAL, [won, ...more, corrected], BERLIN);
  const entry: Entry = { deal: DEAL, version: 1, changes: [], credits: all };
  const { about: said, credits: placed } = packed(entry);
  expect(said).toEqual([about, { ...about, product: 'Boxes' }]);
  // 1 + 20 × 2 about seats, then one of each: seats taken back, boxes given.
  expect(placed.map(({ about: place }) => place)).toEqual([...Array(42).fill(0), 1]);
  const [bare] = credits;
  expect(bare && packed({ ...entry, credits: [bare] })).not.toHaveProperty('about');
  expect(unpack(pack([entry].map(packed)), Entries)).toEqual([entry]);
});
