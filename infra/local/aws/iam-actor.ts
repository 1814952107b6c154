/** Who asks IAM, what is known about them, and how AWS words a refusal. */
import type { Principal } from '../kinds.ts';
import type { Check, Context, Place } from './endpoint.ts';
import type { Statement } from './iam-policy.ts';
import type { Roles } from './iam-roles.ts';

/** A function by its role, or a session of a role, perhaps narrowed by a policy. */
export type Actor = Pick<Principal, 'roleArn' | 'functionName' | 'tags'> & {
  readonly sessionName?: string;
  readonly sessionPolicy?: readonly Statement[];
};

/** The account's root user, which tests may sign as: it may do everything, and is not recorded. */
export const isRoot = ({ roleArn }: Actor): boolean => /^arn:aws:iam::\d+:root$/.test(roleArn);

/** The values of all condition keys, by key in lower case. */
export function contextOf({ roleArn, tags }: Actor, more: Context, roles: Roles, place: Place): Context {
  const context: Record<string, Context[string]> = {
    'aws:principalarn': roleArn,
    'aws:principalaccount': place.account,
    'kms:calleraccount': place.account,
    'aws:requestedregion': place.region,
    // The deployed functions always speak TLS to AWS.
    'aws:securetransport': 'true',
  };
  const allTags = { ...roles.get(roleArn)?.tags, ...tags };
  for (const [name, value] of Object.entries(allTags))
    context[`aws:principaltag/${name.toLowerCase()}`] = value;
  for (const [key, value] of Object.entries(more)) context[key.toLowerCase()] = value;
  return context;
}

export function userArn(actor: Actor, { account }: Place): string {
  const role = actor.roleArn.split('/').at(-1);
  return `arn:aws:sts::${account}:assumed-role/${role}/${actor.sessionName ?? actor.functionName}`;
}

/** As AWS words it, and then the name of the function, which AWS would not know. */
export function refusalOf(actor: Actor, { action, resource }: Check, denied: boolean, place: Place): string {
  const call = `User: ${userArn(actor, place)} is not authorized to perform: ${action} on resource: ${resource}`;
  const kind = actor.sessionPolicy ? 'session' : 'identity-based';
  const why = denied
    ? `with an explicit deny in an ${kind} policy`
    : `because no ${kind} policy allows the ${action} action`;
  return `${call} ${why} (function ${actor.functionName})`;
}
