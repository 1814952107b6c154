/** Finds the Lambdas that the templates' other resources name, by ARN or by name. */
import type { Assembly, Resource } from '../kinds.ts';

export function lambdaNamed(assembly: Assembly, nameOrArn: string): Resource {
  const lambda =
    assembly.byArn(nameOrArn) ??
    assembly.of('AWS::Lambda::Function').find((each) => each.name === nameOrArn.split(':').at(-1));
  if (lambda?.type !== 'AWS::Lambda::Function')
    throw new Error(`The templates declare no function ${nameOrArn}.`);
  return lambda;
}

export const roleOf = (lambda: Resource): string => String(lambda.properties['Role']);
