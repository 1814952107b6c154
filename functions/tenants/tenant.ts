/** A customer company in the registry: what was agreed at its start, where it lives, how far it is. */
import * as z from 'zod';
import { CalendarShape } from '../../shared/kernel/calendar-shape.ts';
import { canonical } from '../../shared/kernel/chain.ts';
import { PersonId, TenantId } from '../../shared/kernel/ids.ts';
import { Currency, isHistoric } from '../../shared/kernel/money.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { Email, Name } from '../../shared/kernel/text.ts';
import { addMonths, Day, dayOf, Instant, TimeZone } from '../../shared/kernel/time.ts';

export const CellName = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,15}$/, 'must be the name of a cell, for example pool');

export const Admin = z.strictObject({ name: Name, email: Email });
export type Admin = z.output<typeof Admin>;

const agreed = {
  name: Name,
  currency: Currency,
  timeZone: TimeZone,
  /** For a pay calendar of months: 4 is a fiscal year from April to March. */
  fiscalYearStartsIn: z.int().min(1).max(12).optional(),
  /** For any pay calendar, in place of that. */
  calendar: CalendarShape.optional(),
  /** Its periods begin with the fiscal year, or the window, of this day, so that history can be brought in. */
  historyFrom: Day.optional(),
  closeAfterDays: z.int().min(0).max(60).default(3),
  cell: CellName.default('pool'),
};

/** What an operator says to onboard a company. */
export const Onboarding = z
  .strictObject({ ...agreed, admin: Admin })
  .refine(({ calendar, fiscalYearStartsIn }) => !calendar !== !fiscalYearStartsIn, {
    path: ['calendar'],
    message: 'say either this or fiscalYearStartsIn',
  });
export type Onboarding = z.output<typeof Onboarding>;

export const Tenant = z.object({
  ...agreed,
  id: TenantId,
  status: z.enum(['provisioning', 'active', 'suspended']),
  createdAt: Instant,
});
export type Tenant = z.output<typeof Tenant>;

/** As the registry keeps it: with the modules that have made their defaults, and the first admin's id. */
export const Registered = Tenant.extend({
  /** Whose fact this is, for those who send it on. */
  tenant: TenantId,
  firstAdmin: PersonId,
  prepared: z.set(z.string()).default(new Set<string>()),
});
export type Registered = z.output<typeof Registered>;

/** Modules that make defaults for a new tenant: all that listen to tenant.created. */
export const PREPARING: readonly string[] = ['settings', 'people', 'periods', 'plans'];

export function isPrepared(done: ReadonlySet<string>): boolean {
  return PREPARING.every((module) => done.has(module));
}

type Start = { readonly id: TenantId; readonly firstAdmin: PersonId; readonly now: Instant };

const MOST_YEARS = 20;

/** Refuses history that is yet to come, or too long to be read at once. */
export function refuseHistory({ historyFrom, timeZone }: Onboarding, now: Instant): void {
  if (historyFrom === undefined) return;
  const today = dayOf(now, timeZone);
  if (historyFrom > today) {
    refuse('rule', 'history.ahead', `History begins by ${today}, the day of joining.`, '/historyFrom');
  }
  if (historyFrom < addMonths(today, -12 * MOST_YEARS)) {
    refuse('rule', 'history.too-long', `History has at most ${MOST_YEARS} years.`, '/historyFrom');
  }
}

/** Refuses to begin to count in what is money no more. */
export function refuseHistoric({ currency }: Pick<Onboarding, 'currency'>): void {
  if (!isHistoric(currency)) return;
  const words = `${currency} is historic: a company counts in a currency that is in use.`;
  refuse('rule', 'currency.historic', words, '/currency');
}

export function onboarded(wanted: Onboarding, { id, firstAdmin, now }: Start): Omit<Registered, 'prepared'> {
  const { admin: _, ...rest } = wanted;
  return { ...rest, id, tenant: id, firstAdmin, status: 'provisioning', createdAt: now };
}

/** The same company asked for again is that company; another one under its id is refused. */
export function sameTenant(found: Registered, wanted: Omit<Registered, 'prepared'>): Registered {
  const fields = [...(Object.keys(agreed) as (keyof typeof agreed)[]), 'firstAdmin' as const];
  const saidBy = (tenant: Omit<Registered, 'prepared'>) =>
    canonical(fields.map((field) => tenant[field] ?? null));
  if (saidBy(found) !== saidBy(wanted)) {
    refuse('rule', 'idempotency.key-reused', 'This Idempotency-Key was used for another company.');
  }
  return found;
}

/** Whether a company becomes what is asked; nothing where it is so already. One that is not ready cannot. */
export function becomes(tenant: Registered, status: 'active' | 'suspended'): boolean {
  if (tenant.status === 'provisioning') {
    refuse('conflict', 'tenant.provisioning', 'This company is still being set up.');
  }
  return tenant.status !== status;
}

/** Others see no difference between a tenant that is not theirs and one that does not exist. */
export function noSuchTenant(): never {
  return refuse('missing', 'not-found', 'There is no such tenant.');
}
