/** What functions print: kept in memory for the admin page, and appended to one file per function. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

export type Logs = {
  write(functionName: string, text: string): void;
  /** The latest output of a function, up to two million characters. */
  of(functionName: string): string;
  close(): Promise<void>;
};

const KEPT_CHARACTERS = 2_000_000;

export function openLogs(dir: string): Logs {
  const files = new Map<string, WriteStream>();
  const kept = new Map<string, string>();
  mkdirSync(dir, { recursive: true });
  return {
    write(functionName, text) {
      const file = files.get(functionName) ?? createWriteStream(join(dir, `${functionName}.log`));
      files.set(functionName, file);
      file.write(text);
      kept.set(functionName, `${kept.get(functionName) ?? ''}${text}`.slice(-KEPT_CHARACTERS));
    },
    of: (functionName) => kept.get(functionName) ?? '',
    async close() {
      await Promise.all([...files.values()].map((file) => new Promise<void>((done) => file.end(done))));
    },
  };
}
