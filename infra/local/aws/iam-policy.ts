/** IAM policies: what a set of statements says to one request. An explicit deny wins. */
import type { Check, Context } from './endpoint.ts';
import { type Condition, listOf, readConditions } from './iam-condition.ts';
import { matchesText, readText } from './iam-text.ts';

export type PolicyDocument = { readonly Statement: unknown };

export type Statement = {
  /** Where it stands, for reports: name of the policy and place in it. */
  readonly policy: string;
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** `Principal` as written; only trust policies have one. */
  readonly principal: unknown;
  readonly coversAction: (action: string) => boolean;
  readonly applies: (resource: string, context: Context) => boolean;
};

export type Ruling = {
  readonly denied: boolean;
  /** The statements that allow it; none of them counts if it is denied. */
  readonly allowedBy: readonly Statement[];
};

type Written = Readonly<Record<string, unknown>>;

export function readPolicy(document: PolicyDocument, policy: string): readonly Statement[] {
  return ([document.Statement].flat() as Written[]).map((written, index) =>
    readStatement(written, policy, index),
  );
}

function readStatement(written: Written, policy: string, index: number): Statement {
  const actions = listOf(written['Action'] ?? written['NotAction']);
  const covers = actions.map((action) => readText(action.toLowerCase(), true));
  const holds: Condition = readConditions(
    (written['Condition'] ?? {}) as Parameters<typeof readConditions>[0],
  );
  const onResource = readResources(written);
  return {
    policy,
    index,
    sid: written['Sid'] as string | undefined,
    effect: written['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    actions,
    principal: written['Principal'],
    coversAction(action) {
      const named = covers.some((text) => matchesText(text, action.toLowerCase(), {}));
      return named === 'Action' in written;
    },
    applies: (resource, context) => onResource(resource, context) && holds(context),
  };
}

/** A trust policy names no resource: it stands for the role it belongs to. */
function readResources(written: Written): (resource: string, context: Context) => boolean {
  const given = written['Resource'] ?? written['NotResource'];
  if (given === undefined) return () => true;
  const texts = listOf(given).map((text) => readText(text, true));
  return (resource, context) =>
    texts.some((text) => matchesText(text, resource, context)) === 'Resource' in written;
}

export function rule(statements: readonly Statement[], { action, resource, context = {} }: Check): Ruling {
  let denied = false;
  const allowedBy: Statement[] = [];
  for (const statement of statements) {
    if (!statement.coversAction(action) || !statement.applies(resource, context)) continue;
    if (statement.effect === 'Deny') denied = true;
    else allowedBy.push(statement);
  }
  return { denied, allowedBy };
}
