/** What each grant is for: the tour with it shows where it is used, the tour without it stops there. */
import type { WithDatabase } from '../../kit/platform.ts';
import { openIam } from '../../../infra/local/aws/iam.ts';
import { placeOf } from '../../../infra/local/aws/deliveries.ts';
import { openSources } from '../../../infra/local/aws/sources.ts';
import { type Base, guideThrough, type Stop, visit } from '../tour/guide.ts';
import { type Grant, grantsOf, watching, without } from './grants.ts';

export type Survey = {
  readonly grants: readonly Grant[];
  /** The quickest stop at which a grant is used. */
  readonly usedAt: ReadonlyMap<Grant, Stop>;
};

type Visited = { readonly stop: Stop; readonly used: ReadonlySet<Grant>; readonly ms: number };

/** Visits every stop with all rights, and notes which are used where. */
export async function survey(platform: WithDatabase, base: Base, stops: readonly Stop[]): Promise<Survey> {
  const grants = grantsOf(platform);
  const visited: Visited[] = [];
  // What instances remember from before would hide what they need.
  await forgetAll(platform);
  for (const stop of stops) {
    const guide = await guideThrough(platform, base);
    const used = new Set<Grant>();
    const started = performance.now();
    platform.host.aws.withhold(watching(grants, (grant) => used.add(grant)));
    await visit(stop, guide).finally(() => platform.host.aws.withhold(undefined));
    visited.push({ stop, used, ms: performance.now() - started });
  }
  // The last one stays: where nothing fails by itself, and of these the quickest.
  const best = visited.toSorted((a, b) => failing(b.stop) - failing(a.stop) || b.ms - a.ms);
  const usedAt = new Map(best.flatMap(({ stop, used }) => [...used].map((grant) => [grant, stop] as const)));
  return { grants, usedAt };
}

const failing = ({ givesUp }: Stop): number => Number(givesUp === true);

async function forgetAll({ host }: WithDatabase): Promise<void> {
  await Promise.all(host.assembly.of('AWS::Lambda::Function').map(({ name }) => host.crash(name)));
}

export type Proof = {
  readonly grant: Grant;
  /** What was refused: who asked for which action. */
  readonly denied: string | undefined;
  /** What the stop said that could not be shown. */
  readonly failed: string | undefined;
};

/** Whether the platform did not do without it, and said who lacked what. */
export const isMissed = ({ denied, failed }: Proof): boolean => denied !== undefined && failed !== undefined;

/** What Lambda does by a function's role before it calls the function at all. */
const FEEDING = /^(sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)|dynamodb:(DescribeStream|Get.*))$/;
const isFeeding = ({ action, on }: Grant): boolean => FEEDING.test(action) && /:sqs:|\/stream\//.test(on);

/** Without these, the deployment itself fails: a source that cannot be read is not made. */
function proveFeeding({ host }: WithDatabase, grant: Grant): Proof {
  const iam = openIam(host.assembly, placeOf(host.assembly));
  iam.withhold(without(grant));
  try {
    openSources(host.assembly, iam);
    return { grant, denied: undefined, failed: undefined };
  } catch (error) {
    const { message } = error as Error;
    const isTold = message.includes(String(grant.functionName)) && message.includes(grant.action);
    return { grant, denied: isTold ? `${grant.functionName} ${grant.action}` : undefined, failed: message };
  }
}

/** Visits the stop that needs a grant without it. */
export async function proveNeeded(
  platform: WithDatabase,
  base: Base,
  grant: Grant,
  stop: Stop,
): Promise<Proof> {
  const { host } = platform;
  if (isFeeding(grant)) return proveFeeding(platform, grant);
  const before = host.aws.denials().length;
  const failed = await failureAt(platform, base, stop, grant);
  const denials = host.aws.denials().slice(before);
  const denied = denials.find(
    ({ action, functionName }) =>
      action === grant.action && [undefined, functionName].includes(grant.functionName),
  );
  await host.idle();
  // As an operator does who gives a right back: else its company fails every night from here on.
  host.aws.redrive();
  await host.idle();
  return { grant, denied: denied && `${denied.functionName} ${denied.action} on ${denied.resource}`, failed };
}

/** What a stop says that could not be shown, if anything; without a grant if that is wished. */
export async function failureAt(
  platform: WithDatabase,
  base: Base,
  stop: Stop,
  grant?: Grant,
): Promise<string | undefined> {
  const guide = await guideThrough(platform, base);
  const { host } = platform;
  if (grant?.functionName) await host.crash(grant.functionName);
  host.aws.withhold(grant && without(grant));
  return visit(stop, guide)
    .then(() => undefined, String)
    .finally(() => host.aws.withhold(undefined));
}
