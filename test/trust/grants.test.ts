/** Least privilege: what no use of the platform needs is not given, and what is taken away is missed. */
import { beforeAll, expect, it } from 'vitest';
import { platformFrom } from '../kit/platform.ts';
import { idleLines, isUnneeded } from './kit/exempt.ts';
import { proveNeeded, type Survey, survey } from './kit/proving.ts';
import { type Base, BEGINNING, settle } from './tour/guide.ts';
import { STOPS } from './tour/index.ts';

/** So many of all are taken away here; `npm run verify:grants` takes each. */
const SAMPLE = 3;
/** The whole tour, on a machine that has other things to do. */
const TOUR_MS = 600_000;

const platform = platformFrom(BEGINNING);
let base: Base;
let found: Survey;

beforeAll(async () => {
  base = await settle(platform.current);
  found = await survey(platform.current, base, STOPS);
}, TOUR_MS);

it('A116 gives no function a right that a tour through everything does not use, but for reasoned ones', () => {
  const unused = found.grants.filter((grant) => !found.usedAt.has(grant)).map(({ name }) => name);
  expect(
    unused.filter((name) => !isUnneeded(name)),
    'drop the verb from the manifest, visit it in test/trust/tour, or reason it in test/golden/unused-grants.txt',
  ).toEqual([]);
  expect(idleLines(found.grants.map(({ name }) => name)), 'drop the line from the golden file').toEqual([]);
  const needed = found.grants.length - found.grants.filter(({ name }) => isUnneeded(name)).length;
  console.log(`${found.grants.length} grants, ${needed} of them used on ${STOPS.length} stops`);
});

it('was refused nothing on the way', () => {
  expect(platform.current.host.aws.denials()).toEqual([]);
});

it(
  'A116 misses each grant that is taken away, and names function and action',
  async () => {
    const used = found.grants.filter((grant) => found.usedAt.has(grant) && !isUnneeded(grant.name));
    // Neither every third nor every fourth: those would be the same statements of each role.
    const some = used.filter((_, n) => n % Math.floor(used.length / SAMPLE) === 5);
    for (const grant of some) {
      const stop = found.usedAt.get(grant);
      const proof = stop && (await proveNeeded(platform.current, base, grant, stop));
      expect(proof?.denied, grant.name).toContain(grant.action);
      expect(proof?.denied, grant.name).toContain(grant.functionName ?? '');
      expect(proof?.failed, `${grant.name} at ${stop?.name}`).toBeDefined();
    }
    console.log(some.map(({ name }) => `without ${name}`).join('\n'));
  },
  TOUR_MS,
);
