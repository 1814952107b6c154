/**
 * IAM: decides every call by the role that the templates give its caller, as AWS would.
 * A session's rights are its role's, less whatever its session policy does not allow as well.
 */
import type { Assembly } from '../kinds.ts';
import { AwsError, type Check, type Context, type Place } from './endpoint.ts';
import { type Actor, contextOf, isRoot, refusalOf } from './iam-actor.ts';
import { type Denial, type Grant, type Ledger, openLedger } from './iam-ledger.ts';
import { type Ruling, rule } from './iam-policy.ts';
import { type Role, type Roles, rolesIn } from './iam-roles.ts';

export type Iam = {
  /** Throws AccessDeniedException unless all of it is allowed. */
  readonly require: (actor: Actor, checks: readonly Check[]) => void;
  /** The same as an answer, recorded all the same. */
  readonly permits: (actor: Actor, check: Check) => boolean;
  /** The same, but nobody is told: for what AWS only looks at in passing. */
  readonly wouldPermit: (actor: Actor, check: Check) => boolean;
  /** Throws unless the caller may assume the role, by the role's trust policy and its own rights. */
  readonly requireAssumption: (
    actor: Actor,
    roleArn: string,
    actions: readonly string[],
    context: Context,
  ) => void;
  readonly usage: () => readonly Grant[];
  readonly denials: () => readonly Denial[];
};

type Court = { readonly roles: Roles; readonly ledger: Ledger; readonly place: Place };

export function openIam(assembly: Assembly, place: Place): Iam {
  const roles = rolesIn(assembly);
  const ledger = openLedger(roles);
  const court = { roles, ledger, place };
  return {
    require(actor, checks) {
      for (const check of checks) throwIf(decide(actor, check, court));
    },
    permits: (actor, check) => decide(actor, check, court) === undefined,
    wouldPermit: (actor, check) => isRoot(actor) || isAllowed(rulingOn(actor, check, court)),
    requireAssumption(actor, roleArn, actions, context) {
      for (const action of actions)
        throwIf(decideAssumption(actor, { action, resource: roleArn, context }, court));
    },
    usage: ledger.usage,
    denials: ledger.denials,
  };
}

const isAllowed = ({ denied, allowedBy }: Ruling): boolean => !denied && allowedBy.length > 0;

function throwIf(refusal: string | undefined): void {
  if (refusal) throw new AwsError('AccessDeniedException', refusal);
}

/** Nothing if it is allowed, else the sentence that says why not. */
function decide(actor: Actor, check: Check, court: Court): string | undefined {
  if (isRoot(actor)) return undefined;
  const ruling = rulingOn(actor, check, court);
  if (!isAllowed(ruling)) return refuse(actor, check, ruling.denied, court);
  court.ledger.allowed(ruling.allowedBy, check.action);
  return undefined;
}

function rulingOn(actor: Actor, check: Check, { roles, place }: Court): Ruling {
  const full = { ...check, context: contextOf(actor, check.context ?? {}, roles, place) };
  const ruling = rule(roles.get(actor.roleArn)?.grants ?? [], full);
  if (!actor.sessionPolicy) return ruling;
  const narrowed = rule(actor.sessionPolicy, full);
  const allowedBy = narrowed.allowedBy.length > 0 ? ruling.allowedBy : [];
  return { denied: ruling.denied || narrowed.denied, allowedBy };
}

function refuse(actor: Actor, check: Check, denied: boolean, { ledger, place }: Court): string {
  const message = refusalOf(actor, check, denied, place);
  const { functionName, roleArn } = actor;
  ledger.refused({ functionName, roleArn, action: check.action, resource: check.resource, message });
  return message;
}

/**
 * A trust policy that names the caller's role is enough; one that names the account leaves it to the
 * caller's own rights.
 */
function decideAssumption(actor: Actor, check: Check, court: Court): string | undefined {
  const { roles, ledger, place } = court;
  const role = roles.get(check.resource);
  if (!role) return `The role ${check.resource} does not exist.`;
  if (isRoot(actor)) return undefined;
  const own = rulingOn(actor, check, court);
  const full = { ...check, context: contextOf(actor, check.context ?? {}, roles, place) };
  const direct = trustIn(role, actor.roleArn, full);
  const account = trustIn(role, `arn:aws:iam::${place.account}:root`, full);
  const denied = own.denied || direct.denied || account.denied;
  if (denied || !(isAllowed(direct) || (isAllowed(account) && isAllowed(own))))
    return refuse(actor, check, denied, court);
  const trust = new Set([...direct.allowedBy, ...account.allowedBy]);
  ledger.allowed([...trust], check.action);
  // Beside a trust policy that is enough, the caller's own right is used, but nothing would miss it.
  ledger.allowed(isAllowed(direct) ? [...own.allowedBy, ...trust] : own.allowedBy, check.action);
  return undefined;
}

function trustIn(role: Role, principalArn: string, check: Check): Ruling {
  return rule(
    role.trust.filter(({ principal }) => names(principal, principalArn)),
    check,
  );
}

function names(principal: unknown, arn: string): boolean {
  if (principal === '*') return true;
  const given = [(principal as { AWS?: unknown } | undefined)?.AWS].flat();
  return given.includes(arn) || given.includes('*');
}
