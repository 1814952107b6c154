/** Territories, who covers them, and rates of currencies, over HTTP. On the platform of the plans. */
import { expect, it } from 'vitest';
import type { Json } from '../../infra/cli/client.ts';
import { refusalOf } from '../kit/asking.ts';
import { COMPANY, operator } from '../kit/platform.ts';
import type { Ground } from './ground.ts';

const LIRAS = {
  name: 'Liras',
  currency: 'ITL',
  period: 'quarter',
  components: [{ id: 'flat', name: 'Flat', kind: 'flat-rate', rate: '0.1', goal: 'New business' }],
};

export function marketsJourney(ground: Ground, people: () => { ana: string; ben: string }): void {
  it('nobody begins to count or to pay in money that is no more', async () => {
    const inMarks = { ...COMPANY, name: 'Marks', currency: 'DEM' };
    const asked = (await operator(ground.platform.current)).post('/v1/tenants', inMarks, { key: 'marks' });
    expect(await refusalOf(asked)).toEqual([422, 'currency.historic', '/currency']);
    const paying = ground.api.post('/v1/plans', LIRAS, { key: 'liras' });
    expect(await refusalOf(paying)).toEqual([422, 'currency.historic', '/currency']);
  });

  it('a territory has the key of the company, and changes only from what was read', async () => {
    const path = '/v1/territories/EMEA North.1';
    const said = { name: 'North', group: 'EMEA', country: 'NO' };
    const made = await ground.api.put(path, said);
    expect(made).toEqual({ id: 'EMEA North.1', ...said, version: 1 });
    expect(await ground.api.put(path, said)).toEqual(made);
    const other = { ...said, name: 'Far North' };
    expect(await refusalOf(ground.api.put(path, other))).toEqual([428, 'precondition.missing']);
    expect(await refusalOf(ground.api.put(path, other, { ifMatch: 7 }))).toEqual([412, 'precondition.stale']);
    expect(await ground.api.put(path, other, { ifMatch: 1 })).toMatchObject({
      name: 'Far North',
      version: 2,
    });
    await ground.api.put('/v1/territories/2', { name: 'South' });
    expect((await ground.api.list('/v1/territories?limit=1')).map(({ id }) => id)).toEqual([
      '2',
      'EMEA North.1',
    ]);
    expect(await refusalOf(ground.api.get('/v1/territories/3'))).toEqual([
      404,
      'territory.unknown',
      '/territory',
    ]);
    expect(await refusalOf(ground.api.get('/v1/territories/a%23b'))).toEqual([404, 'not-found']);
    const abroad = ground.api.put('/v1/territories/4', { name: 'Abroad', country: 'Norway' });
    expect(await refusalOf(abroad)).toEqual([422, 'input.invalid', '/country']);
  });

  it('people cover territories from day to day, and see their own', async () => {
    const { ana, ben } = people();
    const mine = `/v1/people/${ana}/territories`;
    const cover = async (who: string, territory: string, days: Json) => {
      const ifMatch = await ground.api.tagOf(`/v1/people/${who}/territories`);
      return ground.api.put(`/v1/people/${who}/territories/${territory}`, days, { ifMatch });
    };
    await cover(ana, '2', { from: '2026-01-01' });
    await cover(ana, 'EMEA North.1', { from: '2026-01-01', to: '2026-04-01' });
    await cover(ben, '2', { from: '2026-02-01' });
    await cover(ana, '2', { from: '2026-03-01', to: '2026-03-15', covers: false });
    const held = {
      person: ana,
      territories: [
        { territory: '2', from: '2026-01-01', to: '2026-03-01' },
        { territory: '2', from: '2026-03-15', to: null },
        { territory: 'EMEA North.1', from: '2026-01-01', to: '2026-04-01' },
      ],
    };
    expect(await ground.api.get(mine)).toEqual(held);
    const on = async (day: string, as = ground.api) =>
      (await as.list(`/v1/territories/2/coverage?limit=1&on=${day}`)).map(({ person }) => person);
    expect(await on('2026-01-31')).toEqual([ana]);
    expect(await on('2026-02-28')).toEqual([ana, ben].sort());
    expect(await on('2026-03-01')).toEqual([ben]);
    expect(await on('2026-03-15')).toEqual([ana, ben].sort());
    const seller = await ground.company.api('ana@acme.example');
    expect(await seller.get(mine)).toEqual(held);
    expect(await on('2026-02-28', seller)).toEqual([ana]);
    expect(await refusalOf(seller.get(`/v1/people/${ben}/territories`))).toEqual([404, 'not-found']);
    const nobody = `per_${'0'.repeat(26)}`;
    const days = { from: '2026-01-01' };
    const said = (path: string, body: Json) => refusalOf(ground.api.put(path, body, { ifMatch: '*' }));
    expect(await said(`/v1/people/${nobody}/territories/2`, days)).toEqual([
      404,
      'person.unknown',
      '/person',
    ]);
    expect(await said(`${mine}/3`, days)).toEqual([404, 'territory.unknown', '/territory']);
    expect(await said(`${mine}/2`, { ...days, to: '2026-01-01' })).toEqual([422, 'coverage.empty', '/to']);
    expect(await refusalOf(ground.api.put(`${mine}/2`, { ...days, covers: false }))).toEqual([
      428,
      'precondition.missing',
    ]);
  });

  it('a day has one rate of two currencies, also of historic ones', async () => {
    const path = '/v1/currency-rates/2013-01-02/USD/AUD';
    const made = await ground.api.put(path, { rate: '0.95400' });
    expect(made).toEqual({ day: '2013-01-02', from: 'USD', to: 'AUD', rate: '0.954' });
    expect(await ground.api.put(path, { rate: '0.954' })).toEqual(made);
    expect(await refusalOf(ground.api.put(path, { rate: '0.96' }))).toEqual([428, 'precondition.missing']);
    const ifMatch = await ground.api.tagOf(path);
    expect(await ground.api.put(path, { rate: '0.96' }, { ifMatch })).toMatchObject({ rate: '0.96' });
    expect(await refusalOf(ground.api.put(path, { rate: '0.97' }, { ifMatch }))).toEqual([
      412,
      'precondition.stale',
    ]);
    await ground.api.put('/v1/currency-rates/2013-01-02/USD/EUR', { rate: '0.758' });
    await ground.api.put('/v1/currency-rates/2013-01-01/USD/EUR', { rate: '0.757' });
    await ground.api.put('/v1/currency-rates/1998-12-31/DEM/ITL', { rate: '989.999' });
    const listed = async (query: string) =>
      (await ground.api.list(`/v1/currency-rates?limit=2&${query}`)).map(({ day, to, rate }) => [
        day,
        to,
        rate,
      ]);
    expect(await listed('from=USD&year=2013')).toEqual([
      ['2013-01-01', 'EUR', '0.757'],
      ['2013-01-02', 'AUD', '0.96'],
      ['2013-01-02', 'EUR', '0.758'],
    ]);
    expect(await listed('from=USD&to=AUD&year=2013')).toEqual([['2013-01-02', 'AUD', '0.96']]);
    expect(await listed('')).toEqual([]);
    expect(await refusalOf(ground.api.put(path, { rate: '0' }))).toEqual([422, 'input.invalid', '/rate']);
    expect(await refusalOf(ground.api.get('/v1/currency-rates/2013-01-03/USD/AUD'))).toEqual([
      404,
      'not-found',
    ]);
    const itself = ground.api.put('/v1/currency-rates/2013-01-02/USD/USD', { rate: '1.1' });
    expect(await refusalOf(itself)).toEqual([422, 'rate.of-itself', '/rate']);
  });
}
