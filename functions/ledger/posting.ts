/**
 * Postings: what became of a payee's earnings, step by step. Their amounts add up to what is paid, and what
 * they do to a balance to its change.
 *
 *   earned 500.00    draw +500.00 (owed +500.00)                        paid 1,000.00
 *   earned 1,600.00  recovery −600.00 (owed −600.00)                    paid 1,000.00
 */
import * as z from 'zod';
import { Minor } from '../../shared/kernel/money.ts';
import type { Balances, Shown } from './balances.ts';
import { shown } from './balances.ts';

export const Kind = z.enum([
  'earned',
  'clawback',
  'adjustment',
  'held',
  'stopped',
  'released',
  'converted',
  'guarantee',
  'topUp',
  'draw',
  'recovery',
  'carriedIn',
  'minimum',
  'forfeited',
  'carriedOut',
  'forgiven',
]);

export const Posting = z.object({
  kind: Kind,
  /** What it does to the pay of the period. */
  amountMinor: Minor,
  text: z.string(),
  /** What it does to a balance. */
  balance: z.object({ of: z.enum(['owed', 'overpaid', 'excess', 'held']), byMinor: Minor }).optional(),
  /** The deal that it is of, where it waits to be invoiced or paid for. */
  deal: z.string().optional(),
  /** The manual adjustment that it is of. */
  adjustment: z.string().optional(),
});
export type Posting = z.output<typeof Posting>;

/** An account in the middle of its settlement: the pay so far, and what it is made of. */
export type Account = {
  readonly payMinor: Minor;
  readonly balances: Balances;
  readonly postings: readonly Posting[];
};

type Said = Pick<Posting, 'kind' | 'amountMinor' | 'text' | 'adjustment'>;

/** Nothing is said of nothing. */
export function post(account: Account, said: Said, balances: Balances = account.balances): Account {
  const balance = changed(shown(account.balances), shown(balances));
  if (said.amountMinor === 0n && !balance) return account;
  return {
    payMinor: account.payMinor + said.amountMinor,
    balances,
    postings: [...account.postings, { ...said, ...(balance && { balance }) }],
  };
}

/** One posting changes one balance. */
function changed(before: Shown, after: Shown): Posting['balance'] {
  const names = ['owed', 'overpaid', 'excess', 'held'] as const;
  return names
    .map((of) => ({ of, byMinor: after[`${of}Minor`] - before[`${of}Minor`] }))
    .find(({ byMinor }) => byMinor !== 0n);
}
