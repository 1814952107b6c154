/** What the table's noes mean: a condition that did not hold, others in the way, or our own first try. */
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Refusal } from '../kernel/refusal.ts';
import { type Item, WRIT } from './items.ts';

/** What stands in the way of a failed condition is told, at no cost. */
export const TELLING = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** The item that a condition met, if it was written by this very write. */
export function writtenBy(error: unknown, writ: string): Item | undefined {
  if (!(error instanceof ConditionalCheckFailedException) || error.Item?.[WRIT]?.S !== writ) return undefined;
  return unmarshall(error.Item);
}

export function isFailedCondition(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed');
}

/** Two transactions met on an item, or met the table's limits: conditions were not looked at. */
export function isContended(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code = '' }) => PASSING.includes(Code));
}

const PASSING = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
const RETRY_AFTER_SECONDS = 1;

export function contended(): Refusal {
  const words = 'Others write this just now: try again.';
  return new Refusal('unavailable', 'write.contended', words, [], RETRY_AFTER_SECONDS);
}
