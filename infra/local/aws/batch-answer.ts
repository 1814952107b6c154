/**
 * How Lambda reads what a function answers to a batch (ReportBatchItemFailures).
 *
 *   nothing, {}, or a list that is empty or null   all of it succeeded
 *   a list of identifiers that are all known       those failed
 *   an identifier that is null, empty or unknown   all of it failed
 */
export type BatchOutcome = 'succeeded' | 'failed' | ReadonlySet<string>;

export function readBatchAnswer(answer: unknown, known: ReadonlySet<string>): BatchOutcome {
  if (answer === null || answer === undefined) return 'succeeded';
  const failures: unknown = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return 'succeeded';
  if (!Array.isArray(failures)) return 'failed';
  const failed = new Set<string>();
  for (const { itemIdentifier } of failures as { itemIdentifier?: unknown }[]) {
    if (typeof itemIdentifier !== 'string' || !known.has(itemIdentifier)) return 'failed';
    failed.add(itemIdentifier);
  }
  return failed.size === 0 ? 'succeeded' : failed;
}
