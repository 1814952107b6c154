/** Territories in DynamoDB Local: nobody's word is lost when many speak at once, and how many one item holds. */
import { expect, it } from 'vitest';
import {
  type Assignment,
  assignTerritories,
  assignTerritory,
  coveredBy,
  coveringOf,
  noCoverage,
  withTerritory,
} from '../../functions/territories/coverage.ts';
import { changeCoverage, coverageOf } from '../../functions/territories/store.ts';
import { TerritoryId } from '../../functions/territories/territory.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { tableFor } from '../kit/table.ts';
import { ada, ben, day, person } from '../people/kit.ts';
import { north, south, twoTerritories } from './kit.ts';

const tableOf = tableFor('territories-store');
const jan = day('2026-01-01');

it('comes back as it went in, and is empty for a company that has none', async () => {
  const table = tableOf('roundtrip');
  expect(await coverageOf(table)).toEqual(noCoverage);
  const saved = await changeCoverage(table, () => assignTerritory(twoTerritories, ada, north, jan));
  expect(await coverageOf(table)).toEqual(saved);
});

it('loses nothing of what ten say at once', async () => {
  const table = tableOf('crowd');
  await changeCoverage(table, () => ({ ...twoTerritories, version: 1 }));
  const people = Array.from({ length: 10 }, (_, n) => person(`p${n}`));
  await Promise.all(
    people.map((each) => changeCoverage(table, (now) => assignTerritory(now, each, south, jan))),
  );
  expect(coveringOf(await coverageOf(table), south, jan).map((one) => one.person)).toEqual(
    [...people].sort(),
  );
});

it('writes nothing where nothing new is said', async () => {
  const table = tableOf('same');
  const first = await changeCoverage(table, () => assignTerritory(twoTerritories, ben, north, jan));
  const again = await changeCoverage(table, (now) => assignTerritory(now, ben, north, jan));
  expect(again.version).toBe(first.version);
});

it('holds ten thousand people with a territory each, and refuses what does not fit, leaving all as it was', async () => {
  const table = tableOf('large');
  const ids = Array.from({ length: 200 }, (_, n) => TerritoryId.parse(`area-${n}`));
  const areas = ids.reduce((made, id) => withTerritory(made, id, { name: `Area ${id}` }), noCoverage);
  const stints = (count: number) =>
    Array.from({ length: count }, (_, n): Assignment => {
      const territory = ids[(n * 7) % 200] ?? north;
      return { person: person(`many ${n}`), territory, from: addDays(jan, n % 365), to: null };
    });
  const { coverage, refused } = assignTerritories(areas, stints(10_000));
  expect(refused).toEqual([]);
  await changeCoverage(table, () => ({ ...coverage, version: 1 }));
  const more = assignTerritories({ ...coverage, version: 1 }, stints(15_000)).coverage;
  const code = await changeCoverage(table, () => more).then(
    () => 'taken',
    (error: { code: string }) => error.code,
  );
  expect(code).toBe('coverage.too-large');
  const kept = await coverageOf(table);
  expect(coveredBy(kept, person('many 9999'))).toHaveLength(1);
  expect(coveredBy(kept, person('many 10000'))).toHaveLength(0);
});
