/**
 * Every grant of every role, as fine as it is written: one action of one statement on one noun of the
 * table, one queue, one key. With them one can watch which are used, and take one away.
 */
import type { Check } from '../../../infra/local/aws/endpoint.ts';
import type { Withheld } from '../../../infra/local/aws/iam.ts';
import type { Statement } from '../../../infra/local/aws/iam-policy.ts';
import type { Platform } from '../../kit/platform.ts';

export type Grant = {
  readonly role: string;
  readonly policy: string;
  readonly statement: number;
  readonly action: string;
  /** A noun of the table, or a resource; what stands in the template. */
  readonly on: string;
  /** The function whose role it is; a role of a service of AWS has none. */
  readonly functionName: string | undefined;
  /** How people call it. */
  readonly name: string;
};

type Written = {
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: { readonly AWS?: unknown };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};
type Document = { readonly Statement: readonly Written[] };

const listOf = (value: string | readonly string[] = []): readonly string[] => [value].flat();

/** T#${aws:PrincipalTag/tenant}#PERSON#* and T#ten_x#PERSON#per_y are both of PERSON. */
const nounOf = (key: string): string => /^(?:T#[^#]+#|C#)([A-Z]+)/.exec(key)?.[1] ?? key;

export function grantsOf({ host }: Platform): Grant[] {
  const { assembly } = host;
  const owners = new Map(
    assembly.of('AWS::Lambda::Function').flatMap(({ name, properties }) => {
      const scoped: unknown = properties['Environment']?.Variables?.TENANT_ROLE_ARN;
      return [properties['Role'], scoped].flatMap((arn) => (arn ? [[String(arn), name] as const] : []));
    }),
  );
  return assembly.of('AWS::IAM::Role').flatMap(({ name: role, arn, properties }) => {
    const policies = (properties['Policies'] ?? []) as { PolicyName: string; PolicyDocument: Document }[];
    const trust = properties['AssumeRolePolicyDocument'] as Document;
    const named = { role, functionName: owners.get(arn) };
    return [
      ...policies.flatMap(({ PolicyName, PolicyDocument }) => written(PolicyName, PolicyDocument, named)),
      // That a service of AWS may take on a role is not checked here.
      ...written('trust', { Statement: trust.Statement.filter(({ Principal }) => Principal?.AWS) }, named),
    ];
  });
}

function written(
  policy: string,
  { Statement: statements }: Document,
  named: Pick<Grant, 'role' | 'functionName'>,
): Grant[] {
  return statements.flatMap(({ Action, Resource, Condition }, statement) => {
    const keys = listOf(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']).map(nounOf);
    const places = keys.length > 0 ? keys : Resource ? listOf(Resource) : [''];
    const whose = named.functionName ?? named.role;
    return listOf(Action).flatMap((action) =>
      places.map((on) => {
        const name = [whose, policy, action, on.split(/[:/](?=[^:/*]+(?:\/\*)?$)/).at(-1)]
          .filter(Boolean)
          .join(' ');
        return { ...named, policy, statement, action, on, name };
      }),
    );
  });
}

/** Whether a request asks for what a grant gives. */
function concerns({ action, on }: Grant, check: Check): boolean {
  if (check.action !== action) return false;
  const keys = check.context?.['dynamodb:leadingkeys'] ?? check.context?.['dynamodb:LeadingKeys'];
  if (/^[A-Z]+$/.test(on)) return listOf(keys).some((key) => nounOf(key) === on);
  const pattern = on
    .replaceAll(/[.+?^()|[\]\\]/g, '\\$&')
    .replaceAll(/\$\{[^}]*\}|\*/g, '.*')
    .replaceAll('$', '\\$');
  return on === '' || on === '*' || new RegExp(`^${pattern}$`).test(check.resource);
}

const isOf = (grant: Grant, role: string, { policy, index }: Statement): boolean =>
  grant.role === role && grant.policy === policy && grant.statement === index;

/** Takes one grant away, and leaves all others of its statement. */
export function without(grant: Grant): Withheld {
  return (role, statement, check) => isOf(grant, role, statement) && concerns(grant, check);
}

/** Takes nothing away, and tells of each grant that somebody asks for and has. */
export function watching(all: readonly Grant[], tell: (grant: Grant) => void): Withheld {
  const byStatement = Map.groupBy(all, ({ role, policy, statement }) => `${role} ${policy} ${statement}`);
  return (role, statement, check) => {
    if (statement.coversAction(check.action) && statement.applies(check.resource, check.context ?? {})) {
      const some = byStatement.get(`${role} ${statement.policy} ${statement.index}`) ?? [];
      for (const grant of some) if (concerns(grant, check)) tell(grant);
    }
    return false;
  };
}
