/** Wildcards of roles, each with its reason: cdk-nag refuses any that nobody has answered for. */
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import type { Statement } from './rights.ts';

export function acknowledgeWildcards(role: CfnRole, statements: readonly Statement[]): void {
  for (const { resource, wildcard } of statements) {
    if (!wildcard) continue;
    const finding = asFound(Stack.of(role).resolve(resource));
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${finding}]`, reason: wildcard });
  }
}

type Resolved = string | { Ref?: string; 'Fn::ImportValue'?: string; 'Fn::Join'?: [string, Resolved[]] };

/** cdk-nag writes references and policy variables as `<AWS::Region>`, and imports by their bare name. */
function asFound(resolved: Resolved): string {
  if (typeof resolved === 'string') return resolved.replaceAll(/\$\{([^}]+)\}/g, '<$1>');
  const { Ref, 'Fn::ImportValue': imported, 'Fn::Join': join } = resolved;
  if (join) return join[1].map(asFound).join(join[0]);
  return imported ?? `<${Ref}>`;
}
