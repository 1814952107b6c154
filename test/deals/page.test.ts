import fc from 'fast-check';
import { expect, it } from 'vitest';
import { creditsOf } from '../../functions/deals/crediting.ts';
import { foldPages, type Page } from '../../functions/deals/page.ts';
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
