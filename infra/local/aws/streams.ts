/** Table streams: what is written to a table reaches the Lambdas that the templates put behind it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Resource } from '../kinds.ts';
import { deliveryTo, type StreamSetting } from './stream-delivery.ts';
import { openStream } from './stream-reader.ts';
import type { Table, Tables } from './tables.ts';

export type Streams = {
  /** Says that tables were written to, so that their streams are read at once. */
  readonly wrote: (tables: readonly string[]) => void;
  readonly idle: boolean;
  readonly stop: () => Promise<void>;
};

type Follower = { readonly table: string; readonly idle: boolean; wake(): void; ended: Promise<void> };

export async function followStreams(setting: StreamSetting): Promise<Streams> {
  const stopping = new AbortController();
  const followers = await Promise.all(
    setting.assembly.of('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
      const table = tableBehind(String(mapping.properties['EventSourceArn']), setting.tables);
      return table ? [follow(mapping, table, setting, stopping.signal)] : [];
    }),
  );
  return {
    wrote(tables) {
      for (const follower of followers) if (tables.includes(follower.table)) follower.wake();
    },
    get idle() {
      return followers.every((follower) => follower.idle);
    },
    async stop() {
      stopping.abort();
      for (const follower of followers) follower.wake();
      await Promise.all(followers.map((follower) => follower.ended));
    },
  };
}

function tableBehind(sourceArn: string, tables: Tables): Table | undefined {
  const [, name] = /:table\/([^/]+)\/stream\//.exec(sourceArn) ?? [];
  if (name && !tables.get(name)?.streamed) throw new Error(`The templates declare no stream ${sourceArn}.`);
  return name ? tables.get(name) : undefined;
}

async function follow(
  mapping: Resource,
  table: Table,
  setting: StreamSetting,
  stopped: AbortSignal,
): Promise<Follower> {
  const reader = await openStream(setting.client, table.name, table.fresh ? 'TRIM_HORIZON' : 'LATEST');
  const deliver = deliveryTo(mapping, table, setting, stopped);
  let written = 0;
  let read = -1;
  let wake = () => {};
  const readUntilQuiet = async () => {
    const upTo = written;
    const records = await reader();
    await deliver(records);
    if (records.length === 0) read = upTo;
  };
  const run = async () => {
    while (!stopped.aborted) {
      await readUntilQuiet().catch((e) => {
        console.log('STREAM', e);
        return pause(100);
      });
      if (read < written) await pause(GATHER_MS);
      else
        await Promise.race([
          pause(LULL_MS, undefined, { ref: false }),
          new Promise<void>((woken) => {
            wake = woken;
          }),
        ]);
    }
  };
  return {
    table: table.name,
    get idle() {
      return read === written;
    },
    wake() {
      written += 1;
      wake();
    },
    ended: run(),
  };
}

/** Long enough for writes to gather, short enough not to be noticed. */
const GATHER_MS = 10;
/** How long nothing is asked when nothing was written through the host. */
const LULL_MS = 1000;
