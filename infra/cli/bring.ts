/** Brings a file through the public API: opens an import, puts the file at its address, starts it and waits. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Json } from './client.ts';

export type Tally = {
  readonly rows: number;
  readonly accepted: number;
  readonly ignored: Readonly<Record<string, number>>;
  readonly rejected: Readonly<Record<string, number>>;
  readonly ignoredRows: number;
  readonly rejectedRows: number;
  readonly totals: Readonly<Record<string, { rows: number; minor: string; away: string }>>;
  readonly rejects: readonly { line: number; column: string | null; code: string; message: string }[];
};

export type Brought = {
  readonly id: string;
  readonly status: string;
  readonly readBytes: number;
  readonly content?: string;
  readonly sameAs?: string;
  readonly tally: Tally;
  readonly failure?: { code: string; message: string; errors: { pointer: string; message: string }[] };
};

export type Bringing = {
  readonly name: string;
  readonly mapping: Json;
  readonly bytes: Uint8Array;
  readonly connector?: string;
  readonly dryRun?: boolean;
  /** Hears how far it is, now and then. */
  readonly heard?: (brought: Brought) => void;
};

const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;

/** Answers the import as it ended, well or not. */
export async function bring(api: Client, bringing: Bringing): Promise<Brought> {
  const opened = await openImport(api, bringing);
  return startImport(api, opened, bringing);
}

/** An import whose file is where it belongs, and not started. */
export async function openImport(
  api: Client,
  { name, mapping, connector, bytes }: Bringing,
): Promise<string> {
  const body = { name, mapping, bytes: bytes.length, ...(connector && { connector }) };
  const key = `bring ${name} ${performance.now()}`;
  const { id, upload } = await api.post<{ id: string; upload: { url: string } }>('/v1/imports', body, {
    key,
  });
  const put = await fetch(upload.url, { method: 'PUT', body: Buffer.from(bytes) });
  if (!put.ok) throw new Error(`the file was not taken: ${put.status} ${await put.text()}`);
  return id;
}

export async function startImport(
  api: Client,
  id: string,
  { dryRun = false, heard }: Pick<Bringing, 'dryRun' | 'heard'> = {},
): Promise<Brought> {
  let brought = await api.post<Brought>(`/v1/imports/${id}/start`, { dryRun });
  for (let wait = FIRST_WAIT_MS; isUnderWay(brought); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    await pause(wait);
    brought = await api.get<Brought>(`/v1/imports/${id}`);
    heard?.(brought);
  }
  return brought;
}

function isUnderWay({ status }: Brought): boolean {
  return status === 'checking' || status === 'applying';
}
