/** The Lambda that takes new facts from a table's stream to the bus; consumers know an event by its id. */
import { type Announcement, newFacts } from './new-facts.ts';
import { publish } from './publish.ts';
import { readStream, unreadable } from './stream.ts';

type Read = Announcement & { readonly position: number };

export function outbox() {
  return readStream(async (records) => {
    const read: Read[] = [];
    const failed: number[] = [];
    for (const [position, record] of records.entries()) {
      try {
        read.push(...newFacts(record).map((announced) => ({ ...announced, position })));
      } catch (error) {
        unreadable(record, error);
        failed.push(position);
      }
    }
    return [...failed, ...(await publish(read)).map(({ position }) => position)];
  });
}
