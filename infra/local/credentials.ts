/** The access key of each function: the endpoints of the host know by it whose role a call comes with. */
import { createHash } from 'node:crypto';
import type { Assembly, Principal, Resource } from './kinds.ts';

/** Letters and digits only, as DynamoDB Local demands. */
export const accessKeyOf = (lambda: Resource): string =>
  `ASIA${createHash('sha256').update(lambda.arn).digest('hex').slice(0, 16).toUpperCase()}`;

export function principalsOf(assembly: Assembly): ReadonlyMap<string, Principal> {
  const principals = assembly.of('AWS::Lambda::Function').map(
    (lambda): Principal => ({
      accessKeyId: accessKeyOf(lambda),
      roleArn: String(lambda.properties['Role']),
      functionName: lambda.name,
      tags: {},
    }),
  );
  return new Map(principals.map((principal) => [principal.accessKeyId, principal]));
}
