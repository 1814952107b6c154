/** The lists of golden cases: each case stands in one, and whatever they name is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseFilesIn, readCase } from '../../infra/cli/plan/folder.ts';

const LISTS = [
  ['docs/golden-cases.md', 'test/golden/pay'],
  ['docs/worked-examples.md', 'test/golden/worked'],
] as const;

const LINK = /\]\(([^)]+)\)(?: “([^”]+)”)?/g;

describe.each(LISTS)('%s', (list, folder) => {
  const links = [...readFileSync(list, 'utf8').matchAll(LINK)].map(([, path = '', title]) => {
    return { file: join('docs', path), title };
  });
  const named = new Set(links.map(({ file }) => file));

  it('names every case', () => {
    expect(caseFilesIn(folder).filter((file) => !named.has(file))).toEqual([]);
  });

  it('names files that are there, and tests that are in them', () => {
    const gone = links.filter(({ file, title = '' }) => {
      return !existsSync(file) || !readFileSync(file, 'utf8').includes(title);
    });
    expect(gone).toEqual([]);
  });

  it('is of cases that name what a plausible mistake would pay, where anything is paid', () => {
    const all = caseFilesIn(folder).map((file) => ({ file, golden: readCase(file).golden }));
    const unsaid = all.filter(
      ({ golden: { wrong, refused } }) => !refused && Object.keys(wrong).length === 0,
    );
    expect(unsaid.map(({ file }) => file)).toEqual([]);
  });
});
