/** Takes a file out through the public API: asks for an export, waits for it, and fetches what it wrote. */
import { type Client, type Json, until } from './client.ts';

export type Exported = {
  readonly id: string;
  readonly status: string;
  readonly rows: number;
  readonly bytes: number;
  /** What reads the file. */
  readonly mapping: Json;
  readonly download: { readonly url: string } | null;
};

/** `asked` says of what, and in which format. */
export async function takeOut(api: Client, asked: Json): Promise<Exported & { readonly data: Uint8Array }> {
  const key = `take out ${performance.now()}`;
  const { id } = await api.post<Exported>('/v1/exports', asked, { key });
  const isThere = ({ status }: Exported) => status === 'done';
  const done = await until(`export ${id}`, () => api.get<Exported>(`/v1/exports/${id}`), isThere);
  const file = await fetch(String(done.download?.url));
  if (!file.ok) throw new Error(`the file could not be fetched: ${file.status} ${await file.text()}`);
  return { ...done, data: new Uint8Array(await file.arrayBuffer()) };
}
