/**
 * The Lambda that reads a table's stream for what is audited. It writes one entry for each change, off the
 * path of whoever made it, and notes that the entries are to be sealed. A record that comes again is the
 * same entry.
 */
import type { DynamoDBRecord } from 'aws-lambda';
import { note } from '../events/due.ts';
import { readStream, unreadable } from '../events/stream.ts';
import { epochMs, type Instant, instantOf } from '../kernel/time.ts';
import { tenantTable } from '../table/table.ts';
import { recorded, type Recorded } from './entry.ts';
import { keep } from './store.ts';

export const SEAL = 'seal';
const SIDE_BY_SIDE = 25;
const QUARTER_HOUR_MS = 900_000;

export function recorder() {
  return readStream(async (records) => {
    const failed: number[] = [];
    const kept: Recorded[] = [];
    for (let start = 0; start < records.length; start += SIDE_BY_SIDE) {
      const some = records.slice(start, start + SIDE_BY_SIDE).map(async (record, n) => {
        const taken = await take(record);
        if (taken === 'failed') failed.push(start + n);
        else if (taken) kept.push(taken);
      });
      await Promise.all(some);
    }
    await noteSealing(kept);
    return failed;
  });
}

async function take(record: DynamoDBRecord): Promise<Recorded | 'failed' | undefined> {
  try {
    const found = recorded(record);
    if (found) await keep(tenantTable(found.entry.tenant), found);
    return found;
  } catch (error) {
    unreadable(record, error);
    return 'failed';
  }
}

/** One note for a company and a quarter of an hour, however much is changed in it. */
async function noteSealing(all: readonly Recorded[]): Promise<void> {
  const notes = new Map(
    all.map(({ entry: { id, tenant }, recordedAt }) => {
      const at = endOfQuarterHour(recordedAt);
      return [`${tenant} ${at}`, { concern: SEAL, at, tenant, subject: 'audit', mark: id }];
    }),
  );
  await Promise.all([...notes.values()].map(note));
}

function endOfQuarterHour(instant: Instant): Instant {
  return instantOf(Math.ceil(epochMs(instant) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS);
}
