/** Structured logs. Ids and codes only: no bodies, no names, no secrets ever go in. */
import { Logger } from '@aws-lambda-powertools/logger';

export const log = new Logger();

const FRAMES = 6;

/**
 * What went wrong, without a word of what it went wrong with: messages quote values, those of AWS too, and
 * the line that threw says the same as a message does. A denied action is told, since it names no data.
 */
export function causeOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: 'unknown' };
  const { $metadata: aws, issues } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
    readonly issues?: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[];
  };
  const [denied] = /is not authorized to perform: \S+/.exec(error.message) ?? [];
  const wrong =
    Array.isArray(issues) && issues.map(({ path, code }) => `${path.map(String).join('.')} ${code}`);
  return {
    name: error.name,
    stack: (error.stack?.split('\n') ?? []).filter((line) => /^\s+at /.test(line)).slice(0, FRAMES),
    ...(aws && { aws: { status: aws.httpStatusCode, requestId: aws.requestId } }),
    ...(denied && { denied }),
    ...(wrong && { wrong }),
  };
}
