/**
 * Who is calling: made from the claims of a token that API Gateway has verified, and from nothing else.
 * Holding a Caller is the proof of a tenant; no body, header or path can make one.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { KeyId, PersonId, TenantId } from '../kernel/ids.ts';
import { refuse } from '../kernel/refusal.ts';
import { Role } from './roles.ts';

const made: unique symbol = Symbol('made from verified claims');

export type Caller = {
  readonly [made]: true;
  readonly tenant: TenantId;
  /** A person, or a machine's key. */
  readonly principal: PersonId | KeyId;
  readonly roles: readonly Role[];
};

/** An operator belongs to the platform, not to a tenant. */
export type Operator = { readonly [made]: true; readonly principal: string; readonly roles: readonly Role[] };

const Roles = z
  .string()
  .transform((words) => words.split(' '))
  .pipe(z.array(Role).min(1));
const TenantClaims = z.object({ tenant: TenantId, sub: z.union([PersonId, KeyId]), roles: Roles });
const OperatorClaims = z.object({
  tenant: z.never().optional(),
  sub: z.string().regex(/^[\w-]{1,64}$/),
  roles: z.literal('operator').transform((role): Role[] => [role]),
});

type Authorized = { authorizer?: { jwt?: { claims?: unknown } } };

export function callerOf(event: APIGatewayProxyEventV2): Caller | Operator {
  const { claims } = (event.requestContext as Authorized).authorizer?.jwt ?? {};
  const tenant = TenantClaims.safeParse(claims);
  if (tenant.success && !tenant.data.roles.includes('operator')) {
    const { sub, ...rest } = tenant.data;
    return { [made]: true, principal: sub, ...rest };
  }
  const operator = OperatorClaims.safeParse(claims);
  if (operator.success) return { [made]: true, principal: operator.data.sub, roles: operator.data.roles };
  return refuse('unauthenticated', 'token.claims', 'The token does not say who calls for which tenant.');
}

/** For the log: whose token came with a request, whatever became of it. */
export function claimedBy(event: APIGatewayProxyEventV2): { tenant?: unknown; subject?: unknown } {
  const { claims } = (event.requestContext as Authorized).authorizer?.jwt ?? {};
  const { tenant, sub: subject } = (claims ?? {}) as Readonly<Record<string, unknown>>;
  return { ...(tenant !== undefined && { tenant }), ...(subject !== undefined && { subject }) };
}

export function isTenantCaller(caller: Caller | Operator): caller is Caller {
  return 'tenant' in caller;
}
