/**
 * Buckets as folders: the object `a/b c` of a bucket is the file `a/b%20c@`, beside `a/b%20c@.json`, which
 * says what it is. No encoded name holds an `@`, so `a` and `a/b` can both exist.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

export type Described = {
  readonly etag: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
};

export type Listed = {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly at: Date;
};

export type Bucket = {
  readonly put: (key: string, body: Buffer, type: string, metadata: Described['metadata']) => Promise<string>;
  readonly describe: (key: string) => Promise<(Described & Listed) | undefined>;
  readonly read: (key: string) => Promise<Buffer>;
  readonly delete: (key: string) => Promise<void>;
  /** In the order of their UTF-8 bytes. */
  readonly list: (prefix: string) => Promise<readonly Listed[]>;
};

export function openBucket(folder: string): Bucket {
  const fileOf = (key: string) => `${join(folder, ...key.split('/').map(encoded))}@`;
  const describe = async (key: string) => {
    try {
      const [description, { size, mtime }] = await Promise.all([
        readFile(`${fileOf(key)}.json`, 'utf8'),
        stat(fileOf(key)),
      ]);
      return { key, bytes: size, at: mtime, ...(JSON.parse(description) as Described) };
    } catch {
      return undefined;
    }
  };
  return {
    describe,
    async put(key, body, type, metadata) {
      const etag = `"${createHash('md5').update(body).digest('hex')}"`;
      await mkdir(dirname(fileOf(key)), { recursive: true });
      await writeWhole(`${fileOf(key)}.json`, JSON.stringify({ etag, type, metadata }));
      await writeWhole(fileOf(key), body);
      return etag;
    },
    read: (key) => readFile(fileOf(key)),
    async delete(key) {
      await rm(fileOf(key), { force: true });
      await rm(`${fileOf(key)}.json`, { force: true });
    },
    async list(prefix) {
      const keys = (await filesIn(folder)).map((file) => keyOf(relative(folder, file)));
      const wanted = keys.filter((key) => key.startsWith(prefix)).sort(byBytes);
      const found = await Promise.all(wanted.map(describe));
      return found.filter((object) => object !== undefined);
    },
  };
}

/** A segment that would mean something to the file system is written otherwise. */
function encoded(segment: string): string {
  if (segment === '') return '%';
  return /^\.+$/.test(segment) ? segment.replaceAll('.', '%2E') : encodeURIComponent(segment);
}

const keyOf = (file: string): string =>
  file
    .slice(0, -1)
    .split(sep)
    .map((segment) => (segment === '%' ? '' : decodeURIComponent(segment)))
    .join('/');

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('@'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Nobody ever reads half of it. */
async function writeWhole(file: string, body: string | Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, body);
  await rename(draft, file);
}
