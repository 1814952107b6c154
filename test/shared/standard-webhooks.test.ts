import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isSigned,
  isTimely,
  type Proof,
  proofOf,
  recheck,
  secretFrom,
  sign,
} from '../../shared/http/standard-webhooks.ts';
import { Instant } from '../../shared/kernel/time.ts';

/** Thirty-two bytes 0, 1, 2 … 31 in base 64. */
const SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const OTHER = secretFrom(Buffer.alloc(32, 7));
const BODY = Buffer.from('{"type":"deal","amount":"12.50"}');
const MESSAGE = { webhookId: 'msg_1', timestamp: '1770000000' };
const NOW = Instant.parse('2026-02-02T02:40:00.000Z');

const proof = (signature: string, changes: Partial<Proof> = {}): Proof => ({
  ...MESSAGE,
  signature,
  ...changes,
});
const headers = (changes: Record<string, string | undefined> = {}) => ({
  'webhook-id': MESSAGE.webhookId,
  'webhook-timestamp': MESSAGE.timestamp,
  'webhook-signature': sign(SECRET, MESSAGE, BODY),
  ...changes,
});

describe('a signature of Standard Webhooks', () => {
  it('A125 is the HMAC-SHA256 of id, timestamp and body, joined by dots, under the decoded secret', () => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, n) => n));
    const text = 'msg_1.1770000000.{"type":"deal","amount":"12.50"}';
    const byHand = `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
    expect(sign(SECRET, MESSAGE, BODY)).toBe(byHand);
    expect(isSigned([SECRET], proof(byHand), BODY)).toBe(true);
  });

  it('A113 proves nothing about another body, another id, another time or another secret', () => {
    const signature = sign(SECRET, MESSAGE, BODY);
    expect(isSigned([SECRET], proof(signature), Buffer.from('{"type":"deal","amount":"12.51"}'))).toBe(false);
    expect(isSigned([SECRET], proof(signature, { webhookId: 'msg_2' }), BODY)).toBe(false);
    expect(isSigned([SECRET], proof(signature, { timestamp: '1770000001' }), BODY)).toBe(false);
    expect(isSigned([OTHER], proof(signature), BODY)).toBe(false);
  });

  it('is taken when it is one of several, among versions that are not known', () => {
    const wrong = sign(OTHER, MESSAGE, BODY);
    const right = sign(SECRET, MESSAGE, BODY);
    expect(isSigned([SECRET], proof(`v2,abc ${wrong} v1a,def ${right}`), BODY)).toBe(true);
    expect(isSigned([SECRET], proof(`v2,${right.slice(3)} ${wrong}`), BODY)).toBe(false);
  });

  it('is taken with either of two live secrets', () => {
    const signature = sign(OTHER, MESSAGE, BODY);
    expect(isSigned([SECRET, OTHER], proof(signature), BODY)).toBe(true);
    expect(isSigned([], proof(signature), BODY)).toBe(false);
  });

  it.each(['', 'v1,', 'v1', 'V1,x', `v1, ${sign(SECRET, MESSAGE, BODY).slice(3)}`])('is not %j', (given) => {
    expect(isSigned([SECRET], proof(given), BODY)).toBe(false);
  });

  it('is refused cut short, with other letters, or joined by a proxy from two headers', () => {
    const right = sign(SECRET, MESSAGE, BODY);
    for (const given of [right.slice(0, -1), right.toUpperCase(), `${right},${right}`]) {
      expect(isSigned([SECRET], proof(given), BODY)).toBe(false);
    }
  });
});

describe('the proof of a request', () => {
  it('is made of three headers', () => {
    expect(proofOf(headers())).toEqual(proof(sign(SECRET, MESSAGE, BODY)));
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is none without %s', (name) => {
    expect(proofOf(headers({ [name]: undefined }))).toBeUndefined();
  });

  it.each(['a.b', 'a b', 'ä', '', 'x'.repeat(201)])('is none with %j for an id', (id) => {
    expect(proofOf(headers({ 'webhook-id': id }))).toBeUndefined();
  });

  it.each(['1770000000.0', '-1770000000', '1e9', '0x10', ' 1770000000', '1770000000000'])(
    'is none with %j for a timestamp',
    (timestamp) => {
      expect(proofOf(headers({ 'webhook-timestamp': timestamp }))).toBeUndefined();
    },
  );

  // 1770000000 s is 2026-02-02T02:40:00Z.
  it.each([
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ])('%i seconds away from now: timely is %s', (seconds, timely) => {
    const timestamp = String(1_770_000_000 + seconds);
    expect(isTimely(proof('v1,x', { timestamp }), NOW)).toBe(timely);
  });
});

it('A85 a stored webhook is checked again, whenever that is', () => {
  const signature = sign(OTHER, MESSAGE, BODY);
  expect(recheck([SECRET, OTHER], proof(signature), BODY)).toMatchObject({ verified: true, bytes: 32 });
  expect(recheck([SECRET], proof(signature), BODY)).toMatchObject({ verified: false, webhookId: 'msg_1' });
});
