/**
 * Faults at the calls that functions make to AWS. A call is known by its function, its operation and its
 * place among the calls of that function and operation; what the SDK tries again is the same call.
 */
import type { Host } from '../../infra/local/host.ts';
import type { AwsCall } from '../../infra/local/kinds.ts';

export type FaultPoint = { readonly functionName: string; readonly operation: string; readonly nth: number };

/**
 *   refused        before it had any effect, once
 *   unavailable    the same, until the SDK gives up
 *   unheard        carried out, but the answer is lost, once
 *   never heard    the same, until the SDK gives up
 *   gone before    the process is gone before the call is carried out
 *   gone after     the process is gone when the call has been carried out
 *   down           refused from here on, until messages are given up and somebody redrives them
 */
export const OUTCOMES = [
  'refused',
  'unavailable',
  'unheard',
  'never heard',
  'gone before',
  'gone after',
  'down',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Fault = FaultPoint & { readonly outcome: Outcome };

const READS = /^(Get|BatchGet|Query|Sign$|AssumeRole|GenerateMac)/;

/** A read has no effect, so that nothing tells an answer that is lost from a refusal. */
export function outcomesAt({ functionName, operation, nth }: FaultPoint): Outcome[] {
  const single: Outcome[] = READS.test(operation)
    ? ['refused', 'unavailable', 'gone before']
    : OUTCOMES.filter((outcome) => outcome !== 'down');
  const isConsumer = /-on-/.test(functionName) && nth === 1;
  return isConsumer ? [...single, 'down'] : single;
}

export const nameOf = ({ functionName, operation, nth }: FaultPoint): string =>
  `${functionName} ${operation} #${nth}`;

/** Counts calls, each once, however often the SDK tries; whoever calls without it tries by calling again. */
export class CallCount {
  readonly #seen = new Set<string>();
  readonly #counts = new Map<string, number>();

  /** The place of a call that comes for the first time; undefined for another attempt at one. */
  placeOf({ principal: { functionName }, operation, sdkCall }: AwsCall): FaultPoint | undefined {
    if (sdkCall && this.#seen.has(sdkCall)) return undefined;
    if (sdkCall) this.#seen.add(sdkCall);
    const kind = `${functionName} ${operation}`;
    const nth = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, nth);
    return { functionName, operation, nth };
  }
}

/** Every call that is made while `work` is done. */
export async function recorded(host: Host, work: () => Promise<void>): Promise<FaultPoint[]> {
  const count = new CallCount();
  const points: FaultPoint[] = [];
  host.aws.onCall((call) => {
    const point = count.placeOf(call);
    if (point) points.push(point);
    return 'pass';
  });
  await work().finally(() => host.aws.onCall(undefined));
  return points;
}

export type Injected = {
  /** Those of the faults whose call was made. */
  readonly met: ReadonlySet<Fault>;
  /** Ends those that last. */
  mend(): void;
};

/** Lets faults happen from now on, each at its call. */
export function inject(host: Host, faults: readonly Fault[]): Injected {
  const count = new CallCount();
  const met = new Set<Fault>();
  const hit = new Map<string, Fault>();
  let mended = false;
  host.aws.onCall(async (call) => {
    const point = count.placeOf(call);
    const fault = point
      ? faults.find((each) => !met.has(each) && nameOf(each) === nameOf(point))
      : hit.get(String(call.sdkCall));
    const isFirst = point !== undefined && fault !== undefined;
    if (isFirst) {
      met.add(fault);
      hit.set(String(call.sdkCall), fault);
    }
    if (!mended && isDown([...met], call)) return 'refuse';
    return fault ? await fateBy(fault, isFirst, host) : 'pass';
  });
  return {
    met,
    mend() {
      mended = true;
    },
  };
}

const isDown = (met: readonly Fault[], { principal, operation }: AwsCall): boolean =>
  met.some(
    (fault) =>
      fault.outcome === 'down' &&
      fault.functionName === principal.functionName &&
      fault.operation === operation,
  );

/** A process that is gone never hears an answer; whether the call has an effect is another matter. */
async function fateBy({ outcome, functionName }: Fault, isFirst: boolean, host: Host) {
  if (outcome === 'unavailable') return 'refuse';
  if (outcome === 'never heard') return 'lose-answer';
  if (!isFirst || outcome === 'down') return 'pass';
  if (outcome === 'refused') return 'refuse';
  if (outcome === 'unheard') return 'lose-answer';
  await host.crash(functionName);
  return outcome === 'gone before' ? 'refuse' : 'pass';
}
