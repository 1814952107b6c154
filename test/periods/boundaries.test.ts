/** Windows between boundaries: kept, left open, split, and asked for. */
import { describe, expect, it } from 'vitest';
import { withBoundary } from '../../functions/periods/boundaries.ts';
import { payCalendar, periodsIn } from '../../functions/periods/calendar.ts';
import { closeNote } from '../../functions/periods/due.ts';
import { firstCalendar, periodsAppended, periodsMissing } from '../../functions/periods/pay-calendar.ts';
import { close, closeDue, postingPeriodOf, postingPeriodsIn } from '../../functions/periods/period.ts';
import type { BoundariesShape } from '../../shared/kernel/calendar-shape.ts';
import { TenantId } from '../../shared/kernel/ids.ts';
import { at, day, NRF, startsIn } from './kit.ts';

const shape: BoundariesShape = {
  kind: 'boundaries',
  days: ['2011-05-31', '2011-08-31', '2011-12-01'].map(day),
  end: null,
};
const terms = { shape, zone: 'UTC', closeAfterDays: 3 } as const;
const first = firstCalendar(at('2011-09-10T08:00:00.000Z'), terms, day('2011-06-01'));
const refused = (code: string) => expect.objectContaining({ code });

describe('a pay calendar of windows', () => {
  it('has a window from each day to the next, and a last one without end', () => {
    expect(first.map(({ id, kind, to, closesAt }) => [id, kind, to, closesAt])).toEqual([
      // Over when the company joined on 10 September: thirty days for what happened before.
      ['2011-05-31', 'window', '2011-08-31', '2011-10-10T00:00:00.000Z'],
      ['2011-08-31', 'window', '2011-12-01', '2011-12-04T00:00:00.000Z'],
      ['2011-12-01', 'window', null, null],
    ]);
  });

  it('begins with the window of the day of joining where no history is wanted', () => {
    const ids = (joined: string, history?: string) =>
      firstCalendar(at(joined), terms, history === undefined ? undefined : day(history)).map(({ id }) => id);
    expect(ids('2011-09-10T08:00:00.000Z')).toEqual(['2011-08-31', '2011-12-01']);
    expect(ids('2010-01-01T00:00:00.000Z')).toEqual(['2011-05-31', '2011-08-31', '2011-12-01']);
    expect(ids('2026-01-01T00:00:00.000Z')).toEqual(['2011-12-01']);
    expect(ids('2026-01-01T00:00:00.000Z', '2011-08-30')).toEqual(['2011-05-31', '2011-08-31', '2011-12-01']);
  });

  it('is not empty though all of its windows are over', () => {
    const over = { ...terms, shape: { ...shape, end: day('2012-03-01') } };
    expect(firstCalendar(at('2026-01-01T00:00:00.000Z'), over)).toMatchObject([{ to: '2012-03-01' }]);
  });

  it('posts a day into its window, and a window consists of itself', () => {
    expect(postingPeriodOf(first, day('2011-08-30'))?.id).toBe('2011-05-31');
    expect(postingPeriodOf(first, day('2011-08-31'))?.id).toBe('2011-08-31');
    expect(postingPeriodOf(first, day('2099-01-01'))?.id).toBe('2011-12-01');
    expect(postingPeriodOf(first, day('2011-05-30'))).toBeUndefined();
    for (const window of first) expect(postingPeriodsIn(first, window)).toEqual([window]);
  });

  it('closes what has an end, in order, and never what has none', () => {
    const later = at('2099-01-01T00:00:00.000Z');
    expect(closeDue(first, later).map(({ id }) => id)).toEqual(['2011-05-31', '2011-08-31']);
    const open = first.filter(({ to }) => to === null);
    expect(() => close(open, open[0] as never, later)).toThrow(refused('period.not-ended'));
    expect(periodsMissing(first, day('2099-01-01'), terms)).toEqual([]);
  });

  it('is noted to be closed as each window falls due, and as never where it has no end', () => {
    const tenant = TenantId.parse(`ten_${'0'.repeat(26)}`);
    const notes = first
      .map((window) => closeNote(tenant, window))
      .map(({ at: due, subject }) => [subject, due]);
    expect(notes.slice(1)).toEqual([
      ['2011-08-31', '2011-12-04T00:00:00.000Z'],
      ['2011-12-01', '9999-12-31T00:00:00.000Z'],
    ]);
  });

  it('splits a window without end at a new boundary', () => {
    const { split, added } = periodsAppended(first, day('2012-03-01'), terms);
    expect(split).toEqual({
      ...first[2],
      to: '2012-03-01',
      endsAt: '2012-03-01T00:00:00.000Z',
      closesAt: '2012-03-04T00:00:00.000Z',
      version: 2,
    });
    expect(added).toMatchObject({
      id: '2012-03-01',
      from: '2012-03-01',
      to: null,
      closesAt: null,
      version: 1,
    });
  });

  it('goes on with one window more after an end', () => {
    const ending = { ...terms, shape: { ...shape, end: day('2012-03-01') } };
    const windows = firstCalendar(at('2011-12-10T08:00:00.000Z'), ending);
    const { split, added } = periodsAppended(windows, day('2012-05-31'), ending);
    expect(split).toBeUndefined();
    expect(added).toMatchObject({
      from: '2012-03-01',
      to: '2012-05-31',
      closesAt: '2012-06-03T00:00:00.000Z',
    });
  });
});

describe('a boundary', () => {
  it('is added after the last one, once', () => {
    const longer = withBoundary(shape, day('2012-03-01'));
    expect(longer.days.at(-1)).toBe('2012-03-01');
    expect(withBoundary(longer, day('2012-03-01'))).toBe(longer);
    const ending = { ...shape, end: day('2012-03-01') };
    expect(withBoundary(ending, day('2012-03-01'))).toBe(ending);
    expect(withBoundary(ending, day('2012-05-31'))).toEqual({ ...longer, end: '2012-05-31' });
  });

  it('is refused before or among the others, and where a rule says how time is divided', () => {
    for (const wrong of ['2011-11-30', '2011-08-31', '2011-01-01']) {
      expect(() => withBoundary(shape, day(wrong))).toThrow(refused('boundary.not-later'));
    }
    expect(() => withBoundary(NRF, day('2099-01-01'))).toThrow(refused('calendar.no-boundaries'));
    expect(() => withBoundary(startsIn(1), day('2099-01-01'))).toThrow(refused('calendar.no-boundaries'));
  });
});

describe('periods that are asked for', () => {
  const asked = (range: object, of: Parameters<typeof payCalendar>[0] = shape) =>
    periodsIn(payCalendar(of), range, day('2024-02-03'), 'America/Sao_Paulo');

  it('are all windows, or the months of this year and the next', () => {
    expect(asked({}).map(({ id, endsAt }) => [id, endsAt])).toEqual([
      ['2011-05-31', '2011-08-31T03:00:00.000Z'],
      // Summer time in São Paulo: 1 December begins at 02:00Z.
      ['2011-08-31', '2011-12-01T02:00:00.000Z'],
      ['2011-12-01', null],
    ]);
    const months = asked({}, NRF);
    expect([months.length, months[0]?.id, months.at(-1)?.id]).toEqual([24, '2023-m01', '2024-m12']);
  });

  it('are those of a kind that lie in a span, in part at least', () => {
    const weeks = asked({ kind: 'week', from: '2024-01-27', to: '2024-02-05' }, NRF);
    expect(weeks.map(({ id }) => id)).toEqual(['2023-w52', '2023-w53', '2024-w01']);
    expect(
      asked({ kind: 'half', from: '2024-07-28', to: '2024-08-05' }, NRF).map(({ from }) => from),
    ).toEqual(['2024-02-04', '2024-08-04']);
    expect(asked({ to: '2011-08-31' })).toHaveLength(1);
    // Up to the end of a year, from its start.
    expect(asked({ kind: 'half', to: '2023-01-29' }, NRF).map(({ id }) => id)).toEqual([
      '2022-h1',
      '2022-h2',
    ]);
  });

  it('are refused of a kind that there is not, in no span and in one that is too long', () => {
    expect(() => asked({ kind: 'month' })).toThrow(refused('calendar.no-such-kind'));
    expect(() => asked({ kind: 'window' }, NRF)).toThrow(refused('calendar.no-such-kind'));
    expect(() => asked({ kind: 'week' }, startsIn(1))).toThrow(refused('calendar.no-such-kind'));
    expect(() => asked({ from: '2024-01-01', to: '2024-01-01' }, NRF)).toThrow(refused('span.empty'));
    expect(() => asked({ from: '2000-01-01', to: '2024-01-01' }, NRF)).toThrow(refused('span.too-long'));
  });
});
