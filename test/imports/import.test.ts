import { describe, expect, it } from 'vitest';
import { readContent } from '../../functions/imports/content.ts';
import { standardMapping } from '../../functions/imports/export.ts';
import {
  failed,
  fileNameOf,
  Import,
  MOST_FILE_BYTES,
  NewImport,
  openImport,
  rejectsNameOf,
  seenNameOf,
  startImport,
  thenApply,
} from '../../functions/imports/import.ts';
import { advance } from '../../functions/imports/progress.ts';
import { noneSeen } from '../../functions/imports/seen.ts';
import type { Kind } from '../../functions/imports/targets/index.ts';
import { derivedId, ImportId } from '../../shared/kernel/ids.ts';
import { Refusal } from '../../shared/kernel/refusal.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { CONNECTOR } from '../deals/saying.ts';
import { bytesOf } from './reading.ts';

const csv = { format: 'csv', delimiter: ',' } as const;
const id = ImportId.parse(derivedId('imp', 'x'));
const now = Instant.parse('2026-02-10T09:00:00.000Z');
const opened = (changed: object = {}, kind: Kind = 'quotas') =>
  openImport(NewImport.parse({ name: 'Quotas', mapping: standardMapping(kind, csv), ...changed }), {
    id,
    createdBy: 'key_x',
    now,
  });
const file = { bytes: 100, etag: '"a"' };
const other = { bytes: 100, etag: '"b"' };
const refused = (code: string, because = 'rule') => expect.objectContaining({ code, because });

function started(before: Import, dryRun: boolean, some = file): Import {
  const next = startImport(before, some, dryRun);
  if (!next) throw new Error('it starts');
  return next;
}
const inStatus = (status: Import['status'], changed: Partial<Import> = {}): Import => ({
  ...opened(),
  status,
  file,
  ...changed,
});

describe('an import', () => {
  it('awaits its file, and can be kept as text at any time', () => {
    const one = opened();
    expect(one).toMatchObject({ status: 'awaiting-file', startedAt: now, version: 1, step: 0 });
    const { progress } = advance(one.progress, bytesOf('person,period\n'.slice(0, 9)), noneSeen, {
      mapping: one.mapping,
      zone: 'UTC',
    });
    const half = { ...one, progress, hashed: readContent(one.hashed, bytesOf('person,pe')) };
    expect(Import.parse(JSON.parse(JSON.stringify(half)))).toEqual(half);
  });

  it('of deals names a CRM, and no other does', () => {
    const connector = CONNECTOR;
    expect(opened({ connector }, 'deals')).toMatchObject({ connector, summary: { kind: 'deals' } });
    expect(() => opened({}, 'deals')).toThrow(refused('connector.missing'));
    expect(() => opened({ connector })).toThrow(refused('connector.unexpected'));
  });

  it('says where in the request its mapping does not fit its kind', () => {
    const mapping = standardMapping('quotas', csv);
    const { amount: _, ...fields } = mapping.fields;
    expect(() => opened({ mapping: { ...mapping, fields: { ...fields, color: { column: 'a' } } } })).toThrow(
      expect.objectContaining({
        code: 'mapping.invalid',
        faults: ['/mapping/fields/amount', '/mapping/fields/color'].map((pointer) =>
          expect.objectContaining({ pointer }),
        ),
      }),
    );
    const shape = NewImport.safeParse({ name: 'x', mapping: { ...mapping, colour: 1 } });
    expect(shape.error?.issues[0]).toMatchObject({ path: ['mapping'], keys: ['colour'] });
  });

  it('keeps what it leaves in the bucket apart, by pass and step', () => {
    const names = (['check', 'apply'] as const).flatMap((pass) =>
      [0, 1].flatMap((step) => {
        const one = inStatus('applying', { pass, step });
        return [seenNameOf(one), rejectsNameOf(one, step)];
      }),
    );
    const all = [...names, fileNameOf(opened())];
    expect(new Set(all).size).toBe(9);
    for (const name of all) expect(name).toMatch(new RegExp(`^imports/${id}/`));
  });
});

describe('starting an import', () => {
  it('tries a file as often as one likes, from its start', () => {
    const tried = started(opened(), true);
    expect(tried).toMatchObject({ status: 'checking', pass: 'check', file, step: 0, version: 2 });
    const checked = {
      ...tried,
      status: 'checked' as const,
      step: 3,
      content: 'c',
      rejectedIn: [[0, 2]] as never,
    };
    const again = started(checked, true, other);
    expect(again).toMatchObject({ status: 'checking', step: 0, rejectedIn: [], file: other, version: 3 });
    expect(again.content).toBeUndefined();
  });

  it('applies a file after its digest is taken, and takes it once', () => {
    const hashing = started(opened(), false);
    expect(hashing).toMatchObject({ status: 'applying', pass: 'hash' });
    expect(hashing.content).toBeUndefined();
    const tried = inStatus('checked', { pass: 'check', content: 'c' });
    // The digest of what was tried is known; whose turn it is has to be asked all the same.
    expect(started(tried, false)).toMatchObject({ status: 'applying', pass: 'hash', content: 'c' });
    const changed = started(tried, false, other);
    expect(changed).toMatchObject({ pass: 'hash' });
    expect(changed.content).toBeUndefined();
    const applying = thenApply({ ...hashing, step: 7, hashed: { ...hashing.hashed, bytes: 100 } }, 'c');
    expect(applying).toMatchObject({ status: 'applying', pass: 'apply', content: 'c', step: 0 });
    expect(applying.hashed.bytes).toBe(0);
  });

  it.each<[Import['status'], boolean]>([
    ['applying', false],
    ['applying', true],
    ['done', false],
    ['done', true],
    ['same', false],
    ['same', true],
    ['checking', true],
  ])('changes nothing of one that is %s (as a dry run: %s)', (status, dryRun) => {
    expect(startImport(inStatus(status), other, dryRun)).toBeUndefined();
  });

  it('waits for a dry run that is under way', () => {
    expect(() => startImport(inStatus('checking'), file, false)).toThrow(refused('import.busy', 'conflict'));
  });

  it('refuses a file that is too large, and one that was cut on its way', () => {
    const large = { ...file, bytes: MOST_FILE_BYTES + 1 };
    expect(() => startImport(opened(), large, true)).toThrow(refused('file.too-large', 'too-large'));
    expect(startImport(opened(), { ...file, bytes: MOST_FILE_BYTES }, true)).toBeDefined();
    const said = opened({ bytes: 101 });
    expect(() => startImport(said, file, true)).toThrow(refused('file.cut', 'conflict'));
    expect(startImport(said, { ...file, bytes: 101 }, true)).toBeDefined();
  });
});

describe('an import that failed', () => {
  const refusal = new Refusal('rule', 'mapping.invalid', 'No.', [{ pointer: '/fields/a', message: 'No.' }]);

  it('says why, and where in its mapping', () => {
    expect(failed(inStatus('checking', { pass: 'check' }), refusal)).toMatchObject({
      status: 'failed',
      failure: {
        code: 'mapping.invalid',
        message: 'No.',
        errors: [{ pointer: '/fields/a', message: 'No.' }],
      },
    });
  });

  it('can be tried and applied again, and then has no failure', () => {
    for (const dryRun of [true, false]) {
      const again = started(failed(inStatus('checking', { pass: 'check' }), refusal), dryRun, other);
      expect(again.failure).toBeUndefined();
    }
  });

  it('takes no other file once some of it was applied', () => {
    const half = failed(inStatus('applying', { pass: 'apply', content: 'c' }), refusal);
    expect(() => startImport(half, other, false)).toThrow(refused('file.changed', 'conflict'));
    expect(started(half, false)).toMatchObject({ status: 'applying', content: 'c' });
  });
});
