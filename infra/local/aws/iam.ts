/**
 * IAM: decides every call by the role that the templates give its caller, as AWS would.
 *
 *   a session            has its role's rights, less whatever its session policy does not allow as well
 *   a role, a KMS key    is guarded by its own policy: one that names the caller's role is enough; one that
 *                        names the account leaves it to the caller's rights; without either nothing helps
 */
import type { Assembly } from '../kinds.ts';
import { AwsError, type Check, type Place } from './endpoint.ts';
import { type Actor, contextOf, isRoot, refusalOf } from './iam-actor.ts';
import { type Denial, type Grant, type Ledger, openLedger } from './iam-ledger.ts';
import { type Ruling, rule, type Statement } from './iam-policy.ts';
import { guardsIn, type Roles, rolesIn } from './iam-roles.ts';

export type Iam = {
  /** Throws AccessDeniedException unless all of it is allowed. */
  readonly require: (actor: Actor, checks: readonly Check[]) => void;
  /** The same as an answer, recorded all the same. */
  readonly permits: (actor: Actor, check: Check) => boolean;
  /** The same, but nobody is told: for what AWS only looks at in passing. */
  readonly wouldPermit: (actor: Actor, check: Check) => boolean;
  readonly usage: () => readonly Grant[];
  readonly denials: () => readonly Denial[];
  /** Judges as if some statements of a role did not speak of some requests, until told otherwise. */
  readonly withhold: (isWithheld: Withheld | undefined) => void;
};

export type Withheld = (role: string, statement: Statement, check: Check) => boolean;

type Court = {
  readonly roles: Roles;
  /** Policies of resources without which no right of a caller counts, by ARN of the resource. */
  readonly guards: ReadonlyMap<string, readonly Statement[]>;
  readonly ledger: Ledger;
  readonly place: Place;
  isWithheld?: Withheld | undefined;
};

export function openIam(assembly: Assembly, place: Place): Iam {
  const roles = rolesIn(assembly);
  const ledger = openLedger(roles);
  const court: Court = { roles, guards: guardsIn(assembly, roles), ledger, place };
  return {
    require(actor, checks) {
      for (const check of checks) throwIf(decide(actor, check, court));
    },
    permits: (actor, check) => decide(actor, check, court) === undefined,
    wouldPermit: (actor, check) => isRoot(actor) || judge(actor, check, court).allowed,
    usage: ledger.usage,
    denials: ledger.denials,
    withhold(isWithheld) {
      court.isWithheld = isWithheld;
    },
  };
}

/** The statements of a role that may speak of a request. */
function speaking(all: readonly Statement[], roleArn: string, check: Check, { roles, isWithheld }: Court) {
  const { name } = roles.get(roleArn) ?? {};
  if (!isWithheld || name === undefined) return all;
  return all.filter((statement) => !isWithheld(name, statement, check));
}

function throwIf(refusal: string | undefined): void {
  if (refusal) throw new AwsError('AccessDeniedException', refusal);
}

/** Nothing if it is allowed, else the sentence that says why not. */
function decide(actor: Actor, check: Check, court: Court): string | undefined {
  if (isRoot(actor)) return undefined;
  const { allowed, denied, uses } = judge(actor, check, court);
  if (!allowed) return refuse(actor, check, denied, court);
  for (const statements of uses) court.ledger.allowed(statements, check.action);
  return undefined;
}

type Judgement = {
  readonly allowed: boolean;
  readonly denied: boolean;
  /** Groups of statements; of each group one would have been enough. */
  readonly uses: readonly (readonly Statement[])[];
};

function judge(actor: Actor, { action, resource, context = {} }: Check, court: Court): Judgement {
  const check = { action, resource, context: contextOf(actor, context, court.roles, court.place) };
  const own = ownRuling(actor, check, court);
  const guarded = court.guards.get(resource);
  const guard = guarded && speaking(guarded, resource, check, court);
  if (guard) return judgeGuarded(own, guard, actor, check, court.place);
  // A role that no template declares has no trust policy either.
  const allowed = isAllowed(own) && !action.startsWith('sts:');
  return { allowed, denied: own.denied, uses: [own.allowedBy] };
}

const isAllowed = ({ denied, allowedBy }: Ruling): boolean => !denied && allowedBy.length > 0;

function ownRuling(actor: Actor, check: Check, court: Court): Ruling {
  const grants = court.roles.get(actor.roleArn)?.grants ?? [];
  const ruling = rule(speaking(grants, actor.roleArn, check, court), check);
  if (!actor.sessionPolicy) return ruling;
  const narrowed = rule(actor.sessionPolicy, check);
  const allowedBy = narrowed.allowedBy.length > 0 ? ruling.allowedBy : [];
  return { denied: ruling.denied || narrowed.denied, allowedBy };
}

function judgeGuarded(
  own: Ruling,
  guard: readonly Statement[],
  { roleArn }: Actor,
  check: Check,
  { account }: Place,
): Judgement {
  const direct = rule(guard.filter(naming(roleArn)), check);
  const delegated = rule(guard.filter(naming(`arn:aws:iam::${account}:root`)), check);
  const denied = own.denied || direct.denied || delegated.denied;
  const byGuard = [...new Set([...direct.allowedBy, ...delegated.allowedBy])];
  if (isAllowed(direct)) return { allowed: !denied, denied, uses: [byGuard, [...own.allowedBy, ...byGuard]] };
  const allowed = !denied && isAllowed(own) && isAllowed(delegated);
  return { allowed, denied, uses: [own.allowedBy, byGuard] };
}

function naming(arn: string): (statement: Statement) => boolean {
  return ({ principal }) => {
    if (principal === '*') return true;
    const given = [(principal as { AWS?: unknown } | undefined)?.AWS].flat();
    return given.includes(arn) || given.includes('*');
  };
}

function refuse(actor: Actor, check: Check, denied: boolean, { ledger, place }: Court): string {
  const message = refusalOf(actor, check, denied, place);
  const { functionName, roleArn } = actor;
  ledger.refused({ functionName, roleArn, action: check.action, resource: check.resource, message });
  return message;
}
