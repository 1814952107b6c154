/** Levers on the calls of functions: one is held until it is let go, or answered by somebody else. */
import type { OnCall } from '../../infra/local/aws/aws.ts';
import { AwsError } from '../../infra/local/aws/endpoint.ts';
import type { Detour, Fate } from '../../infra/local/aws/front.ts';
import type { Host } from '../../infra/local/host.ts';
import type { AwsCall } from '../../infra/local/kinds.ts';

export type Fits = (call: AwsCall) => boolean;

export const callOf =
  (entry: string, operation?: string): Fits =>
  ({ principal: { functionName }, operation: asked }) =>
    functionName.endsWith(`-${entry.replace('/', '-')}`) && [undefined, asked].includes(operation);

export type Held = {
  /** Resolves when the call is made. */
  readonly reached: Promise<AwsCall>;
  release(): void;
};

/** Holds the nth call that fits; all others pass. */
export function hold(host: Host, fits: Fits, nth = 1): Held {
  const reached = Promise.withResolvers<AwsCall>();
  const released = Promise.withResolvers<void>();
  let seen = 0;
  host.aws.onCall(async (call): Promise<Fate> => {
    if (!fits(call)) return 'pass';
    seen += 1;
    if (seen !== nth) return 'pass';
    reached.resolve(call);
    await released.promise;
    return 'pass';
  });
  return {
    reached: reached.promise,
    release() {
      host.aws.onCall(undefined);
      released.resolve();
    },
  };
}

/** What is said to the first so many calls that fit; all others pass. Answers how many were met. */
export function answering(host: Host, fits: Fits, fate: (call: AwsCall) => Fate, most = 1): () => number {
  let met = 0;
  const hook: OnCall = (call) => {
    if (!fits(call) || met >= most) return 'pass';
    met += 1;
    return fate(call);
  };
  host.aws.onCall(hook);
  return () => met;
}

/** A no in the words of AWS. */
export const saying =
  (code: string, status = 400) =>
  (): never => {
    throw new AwsError(code, `${code} was made to happen.`, status);
  };

/** The service is asked with another input, and what it answers may be changed. */
export const asking =
  (
    input: AwsCall['input'],
    changed: (answer: Record<string, unknown>) => unknown = (answer) => answer,
  ): Detour =>
  async (carryOut) => {
    const reply = await carryOut(input);
    return { ...reply, headers: JSON_TYPE, body: JSON.stringify(changed(JSON.parse(reply.body.toString()))) };
  };

/** Something else answers, and the service hears nothing. */
export const replying =
  (body: unknown, status = 200): Detour =>
  async () => ({ status, headers: JSON_TYPE, body: JSON.stringify(body) });

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.0' };

/** A write without what it would announce: as if the stream had forgotten it before anybody read it. */
export function unannounced({ input }: AwsCall): Detour {
  if (input['TransactItems']) return asking({ ...input, TransactItems: writesIn(input).map(silent) });
  const { facts: _, ...Item } = (input['Item'] ?? {}) as Values;
  const values = Object.entries((input['ExpressionAttributeValues'] ?? {}) as Values);
  const ExpressionAttributeValues = Object.fromEntries(
    values.map(([name, value]) => [name, announces(value) ? { L: [] } : value]),
  );
  return asking({ ...input, ...(input['Item'] ? { Item } : { ExpressionAttributeValues }) });
}

type Values = Record<string, unknown>;

const announces = (value: unknown): boolean =>
  JSON.stringify(value).startsWith('{"L":[{"M":{"id":{"S":"evt_');

type Put = Values & { readonly Item: Values };
type Written = Values & { readonly Put?: Put };

const writesIn = (input: Values) => (input['TransactItems'] ?? []) as readonly Written[];

function silent(write: Written): Written {
  if (!write.Put) return write;
  const { facts: _, ...Item } = write.Put.Item;
  return { Put: { ...write.Put, Item } };
}

/** Whether a write announces anything. */
export const isAnnouncement = ({ input }: AwsCall): boolean =>
  Object.hasOwn(input['Item'] ?? {}, 'facts') ||
  writesIn(input).some(({ Put }) => Put !== undefined && Object.hasOwn(Put.Item, 'facts')) ||
  Object.values((input['ExpressionAttributeValues'] ?? {}) as Values).some(announces);
