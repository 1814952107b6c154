import { describe, expect, it } from 'vitest';
import { readDealEvent } from '../../functions/crm/normal-form.ts';

const FIELDS = { type: 'deal', recordId: 'D1', event: 'deal.won', occurredAt: '2026-03-10T09:00:00Z' };
const bytes = (text: string) => new TextEncoder().encode(text);
const reading = (fields: string, currency = 'EUR') =>
  readDealEvent(bytes(JSON.stringify(FIELDS).replace('}', `,${fields}}`)), { currency });
const read = (fields: string) => {
  const answer = reading(fields);
  return 'event' in answer ? answer.event : answer.unusable;
};

describe('what a deal event says beside its amount', () => {
  it('is what the deal is about, in units and at which cost and discount', () => {
    const about = '"about":{"type":"renewal","product":"Seats","category":"Software","channel":"web"}';
    expect(read(`${about},"units":12,"cost":1234.50,"discount":"0.150"`)).toMatchObject({
      about: { type: 'renewal', product: 'Seats', category: 'Software', channel: 'web' },
      units: 12n,
      costMinor: 123_450n,
      discount: '0.15',
    });
  });

  it('keeps numbers of custom fields as they were written, and tells cleared from not said', () => {
    const custom = '{"years":3.10,"trial":false,"tier":"gold","old":null}';
    expect(read(`"about":{"account":null,"custom":${custom}}`)).toMatchObject({
      about: { account: null, custom: { years: '3.10', trial: false, tier: 'gold', old: null } },
    });
    const cleared = '"about":null,"units":null,"cost":null,"discount":null,"overlays":null,"invoiced":null';
    expect(read(`${cleared},"collected":null`)).toMatchObject({
      about: null,
      units: null,
      costMinor: null,
      discount: null,
      overlays: null,
      invoicedMinor: null,
      collectedMinor: null,
    });
  });

  it('is what was invoiced and collected to date', () => {
    expect(read('"invoiced":"10000","collected":8000.00')).toMatchObject({
      invoicedMinor: 1_000_000n,
      collectedMinor: 800_000n,
    });
  });

  it('names who is credited on top, by shares that need not come to one', () => {
    const overlays =
      '[{"ownerRef":7,"share":10},{"ownerRef":"u-cem","share":"0.2"},{"ownerRef":"x","share":0}]';
    expect(read(`"overlays":${overlays}`)).toMatchObject({
      overlays: [
        { ownerRef: '7', share: '10' },
        { ownerRef: 'u-cem', share: '0.2' },
        { ownerRef: 'x', share: '0' },
      ],
    });
  });

  it.each([
    ['"cost":12.345', 'amount.invalid', 'cost'],
    ['"invoiced":"1,000"', 'amount.invalid', 'invoiced'],
    ['"collected":1e3', 'amount.invalid', 'collected'],
    ['"units":1.5', 'body.shape', '/units'],
    ['"units":"9999999999999999"', 'body.shape', '/units'],
    ['"discount":"15%"', 'body.shape', '/discount'],
    ['"discount":1.01', 'body.shape', '/discount'],
    ['"overlays":[{"ownerRef":"a","share":"10.01"}]', 'body.shape', '/overlays/0/share'],
    ['"overlays":[{"ownerRef":"a","share":"60%"}]', 'body.shape', '/overlays/0/share'],
    ['"overlays":[{"ownerRef":"a","share":"-1"}]', 'body.shape', '/overlays/0/share'],
    ['"about":{"colour":"red"}', 'body.shape', 'colour'],
    ['"about":{"product":7}', 'body.shape', '/about/product'],
    ['"about":{"custom":{"1st":"x"}}', 'body.shape', '/about/custom/1st'],
    ['"about":{"custom":{"list":["x"]}}', 'body.shape', '/about/custom/list'],
    ['"product":"Seats"', 'body.shape', 'product'],
  ])('A115 %s is %s, and the message says where', (fields, code, where) => {
    expect(read(fields)).toMatchObject({ code, message: expect.stringContaining(where) });
  });

  it('A115 has room for so much, since a deal keeps all that was ever said of it', () => {
    const customs = (count: number, text: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, text]));
    const about = (custom: object) => read(`"about":${JSON.stringify({ custom })}`);
    expect(about(customs(50, 'x'))).not.toHaveProperty('code');
    expect(about(customs(51, 'x'))).toMatchObject({ code: 'body.shape' });
    // Fifty of a hundred letters are more than four thousand.
    expect(about(customs(50, 'x'.repeat(100)))).toMatchObject({ code: 'body.shape' });
    const fifty = Array.from({ length: 51 }, (_, n) => ({ ownerRef: `u${n}`, share: '1' }));
    expect(read(`"overlays":${JSON.stringify(fifty)}`)).toMatchObject({ code: 'body.shape' });
  });
});
