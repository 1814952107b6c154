/**
 * Ids: a prefix that says of what, and 26 characters of Crockford's base 32 in lower case.
 * Opaque, of fixed length, and free of '#', the separator of the table's keys.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { assert } from './assert.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;

const id = <P extends string>(prefix: P) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{${LENGTH}}$`), `must be an id that starts with ${prefix}_`)
    .brand<P>();

export const TenantId = id('ten');
export const PersonId = id('per');
export const DealId = id('dea');
export const PlanId = id('pln');
export const RunId = id('run');
export const KeyId = id('key');
export const ImportId = id('imp');
export const ExportId = id('exp');
export type TenantId = z.output<typeof TenantId>;
export type PersonId = z.output<typeof PersonId>;
export type DealId = z.output<typeof DealId>;
export type PlanId = z.output<typeof PlanId>;
export type RunId = z.output<typeof RunId>;
export type KeyId = z.output<typeof KeyId>;
export type ImportId = z.output<typeof ImportId>;
export type ExportId = z.output<typeof ExportId>;

/** A connector's id carries its tenant, since a webhook brings no token: con_<tenant>_<random>. */
export const ConnectorId = z
  .string()
  .regex(/^con_[0-9a-z]{26}_[0-9a-z]{26}$/, 'must be an id that starts with con_')
  .brand<'con'>();
export type ConnectorId = z.output<typeof ConnectorId>;

/** A period's id is a word of the tenant's calendar, for example 2026-q1. Nothing may be read from it. */
export const PeriodId = z
  .string()
  .regex(/^[0-9a-z][0-9a-z-]{2,39}$/, 'must be the id of a period, for example 2026-q1')
  .brand<'period'>();
export type PeriodId = z.output<typeof PeriodId>;

/** The calendar that a company pays by is called `pay`; others, for reports, have ids. */
export const CalendarId = z
  .string()
  .regex(/^(pay|cal_[0-9a-z]{26})$/, 'must be pay, or an id that starts with cal_')
  .brand<'cal'>();
export type CalendarId = z.output<typeof CalendarId>;
export const PAY = CalendarId.parse('pay');

/** Five bits of each of 26 bytes, as text: the same bytes give the same id. */
export function idFrom(prefix: string, bytes: Uint8Array): string {
  assert(bytes.length >= LENGTH, 'an id is made of enough bytes');
  const letters = [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte & 31]);
  return `${prefix}_${letters.join('')}`;
}

/** An id that follows from what it names, so that doing something twice makes it once. */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  return idFrom(prefix, createHash('sha256').update(JSON.stringify(parts)).digest());
}

export function tenantOfConnector(connector: ConnectorId): TenantId {
  return `ten_${connector.slice(4, 30)}` as TenantId;
}
