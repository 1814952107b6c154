/** The grants that no test needs, each with its reason: test/golden/unused-grants.txt. */
import { readFileSync } from 'node:fs';

export type Exempt = { readonly pattern: string; readonly reason: string };

const FILE = 'test/golden/unused-grants.txt';

/** Lines of `<name of the grant, with wildcards>  |  <reason>`. */
export const exempt: readonly Exempt[] = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => {
    const [pattern = '', reason = ''] = line.split('|').map((part) => part.trim());
    if (!pattern || reason.length < 20) throw new Error(`${FILE}: '${line}' gives no reason.`);
    return { pattern, reason };
  });

const matches = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+?^$(){}|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(name);

export const isUnneeded = (name: string): boolean => exempt.some(({ pattern }) => matches(name, pattern));

/** Lines that speak of no grant any more. */
export const idleLines = (names: readonly string[]): string[] =>
  exempt.map(({ pattern }) => pattern).filter((pattern) => !names.some((name) => matches(name, pattern)));
