/**
 * Every event of the platform, on one page. Events are past tense and carry pointers, not data: who
 * consumes one reads the truth from the table. All arrive at least once and in any order.
 */
import * as z from 'zod';
import { CalendarShape } from '../kernel/calendar-shape.ts';
import {
  ConnectorId,
  DealId,
  ExportId,
  ImportId,
  PeriodId,
  PersonId,
  RunId,
  TenantId,
} from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Day, Instant, TimeZone } from '../kernel/time.ts';

export const catalog = {
  /** A company was onboarded; each module of its cell makes its defaults. Control plane → cell. */
  'tenant.created': z.object({
    name: z.string(),
    currency: Currency,
    timeZone: TimeZone,
    /** One of the two says how the pay calendar divides time. */
    fiscalYearStartsIn: z.int().min(1).max(12).optional(),
    calendar: CalendarShape.optional(),
    /** The day from which on there is to be history. */
    historyFrom: Day.optional(),
    closeAfterDays: z.int().min(0).max(60),
    admin: z.object({ name: z.string(), email: z.email() }),
  }),
  /** Operators suspend a company, and resume it. Control plane → cell. */
  'tenant.suspended': z.object({}),
  'tenant.resumed': z.object({}),
  /** One module has made the defaults of a new tenant. Cell → control plane. */
  'tenant.prepared': z.object({ module: z.string() }),

  /** No more credits can be posted to the period; its commissions are to be calculated. */
  'period.calculating': z.object({ period: PeriodId }),
  /** A window without end got one: the days from `day` on are now part of the next. */
  'period.split': z.object({ period: PeriodId, day: Day }),
  'period.locked': z.object({ period: PeriodId }),

  /** A webhook with a good signature lies in the inbox. */
  'webhook.received': z.object({ connector: ConnectorId, day: z.string(), dedupe: z.string() }),

  /** An event was added to a deal, or held back from it. */
  'deal.changed': z.object({ deal: DealId }),

  /** `again`: when it was begun once more, as whoever was to calculate it may not have heard of it. */
  'run.started': z.object({ run: RunId, again: Instant.optional() }),
  'run.published': z.object({ run: RunId, period: PeriodId }),

  /** Somebody asks for a published period to be worked out anew. */
  'reopening.asked': z.object({ reopening: z.string() }),

  /** A payee has come to so many percent of a quota. */
  'milestone.reached': z.object({
    person: PersonId,
    period: PeriodId,
    measure: z.string(),
    percent: z.int(),
  }),

  /** A payee has not accepted a letter, so many days after they were told of it first. */
  'letter.unsigned': z.object({ enrolment: z.string(), person: PersonId, days: z.int() }),

  /** Messages of queues, addressed to one function. */
  'close.due': z.object({}),
  'sweep.due': z.object({}),
  'milestones.due': z.object({}),
  'letters.due': z.object({}),
  'run.due': z.object({ period: PeriodId }),
  'seal.due': z.object({}),
  'import.due': z.object({ import: ImportId, pass: z.enum(['check', 'hash', 'apply']), step: z.int() }),
  'export.due': z.object({ export: ExportId }),
} as const satisfies Record<string, z.ZodType>;

export type EventType = keyof typeof catalog;

/** What every event and message is wrapped in. */
export const Envelope = z.object({
  id: z.string(),
  type: z.enum(Object.keys(catalog) as [EventType, ...EventType[]]),
  tenant: TenantId,
  /** When it happened, by business time: the `now` of whoever consumes it. */
  at: Instant,
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.output<typeof Envelope>;

export type EventOf<T extends EventType> = Omit<Envelope, 'type' | 'data'> & {
  readonly type: T;
  readonly data: z.output<(typeof catalog)[T]>;
};
