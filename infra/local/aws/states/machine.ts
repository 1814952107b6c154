/** The state machines of the templates, read when the host starts. */
import type { Assembly, Resource } from '../../kinds.ts';
import { readDefinition } from './definition.ts';
import type { Machine } from './run.ts';

export const machinesIn = (assembly: Assembly): ReadonlyMap<string, Machine> =>
  new Map(
    assembly.of('AWS::StepFunctions::StateMachine').map((one) => [one.arn, readMachine(one, assembly)]),
  );

function readMachine({ name, arn, properties }: Resource, assembly: Assembly): Machine {
  const { DefinitionString: text, StateMachineType: type = 'STANDARD', RoleArn: roleArn } = properties;
  if (type !== 'STANDARD')
    throw new Error(`The state machine ${name} is ${type}; the local host runs STANDARD.`);
  if (typeof text !== 'string' || properties['DefinitionSubstitutions'])
    throw new Error(
      `The state machine ${name} is defined by more than a DefinitionString, all that is read here.`,
    );
  requireTrust(name, assembly.byArn(String(roleArn)));
  return { name, arn, roleArn: String(roleArn), flow: readDefinition(name, text) };
}

/** AWS asks for it when the machine is made. */
function requireTrust(machine: string, role: Resource | undefined): void {
  const trust = JSON.stringify(role?.properties['AssumeRolePolicyDocument'] ?? '');
  if (trust.includes('states.amazonaws.com')) return;
  throw new Error(`The state machine ${machine} has a role that states.amazonaws.com may not take on.`);
}
