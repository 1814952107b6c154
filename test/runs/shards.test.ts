import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executionOf } from '../../functions/runs/run.ts';
import { payeesOfShard, reasonOf, RunFailed, shardsFor } from '../../functions/runs/shards.ts';
import { derivedId, PersonId, RunId, TenantId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { squeeze } from '../../shared/table/packed.ts';

const person = (n: number) => PersonId.parse(`per_${String(n).padStart(26, '0')}`);
const people = (count: number) => Array.from({ length: count }, (_, n) => person(n));

describe('the shards of a run', () => {
  it('are as few as there may be of 5,600 payees, and none where nobody is paid', () => {
    const shards = (payees: number) => shardsFor(payees, { plans: [] });
    expect([0, 1, 5_600, 5_601, 11_110, 11_201].map(shards)).toEqual([0, 1, 1, 2, 2, 3]);
  });

  it('differ by one payee at most, and the first are the larger', () => {
    // 10 = 4 + 3 + 3; a cut after each fourth would leave 2 to the last.
    const sizes = [0, 1, 2].map((shard) => payeesOfShard(people(10), shard, 3).length);
    expect(sizes).toEqual([4, 3, 3]);
    expect(payeesOfShard(people(10), 1, 3)).toEqual([person(4), person(5), person(6)]);
  });

  it('say what each of their payees has in one item, however little that compresses', () => {
    const total = (n: number) => ({
      payee: derivedId('per', String(n)),
      totalMinor: String(n * 7_919_993),
      lines: n % 1_000,
      hash: createHash('sha256').update(String(n)).digest('hex'),
    });
    const largest = Array.from({ length: 5_600 }, (_, n) => total(n));
    // An item of DynamoDB has 400 KB, names and keys included.
    expect(squeeze(largest).length).toBeLessThan(395_000);
  });

  it('hold every payee once and in order, however many there are', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: 1, max: 50 }), (count, shards) => {
        const all = Array.from({ length: shards }, (_, shard) => payeesOfShard(people(count), shard, shards));
        expect(all.flat()).toEqual(people(count));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a run that is begun', () => {
  const run = RunId.parse(`run_${'0'.repeat(26)}`);

  it('is calculated by an execution of its own name, and again by one that says when', () => {
    expect(executionOf(run)).toBe(run);
    const again = executionOf(run, Instant.parse('2026-04-02T02:00:01.250Z'));
    expect(again).toBe(`${run}-20260402020001250`);
    // Step Functions takes no longer name, and no other letters.
    expect(again).toMatch(/^[\w-]{1,80}$/);
  });

  it('says which part of it failed, and by what', () => {
    const tenant = TenantId.parse(`ten_${'0'.repeat(26)}`);
    const failed = { tenant, run, at: '2026-04-02T02:00:00.000Z', error: 'Sandbox.Timedout' };
    const reason = (more: object) => reasonOf(RunFailed.parse({ ...failed, ...more }), 34);
    expect(reason({ shard: 0 })).toBe('Part 1 of 34 failed each time it was tried (Sandbox.Timedout).');
    expect(reason({})).toBe('The run failed each time it was tried (Sandbox.Timedout).');
  });
});
