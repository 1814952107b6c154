/** The state machines of the templates: in AWS's own language, watched, and with no more rights than they need. */
import { describe, expect, it } from 'vitest';
import validate from 'asl-validator';
import { readModules } from '../../infra/modules.ts';
import { ASSEMBLY } from '../kit/synth.ts';
import { actionsOf, type Statement, Templates, target } from './templates.ts';

const templates = new Templates(ASSEMBLY);
const machines = templates.of('AWS::StepFunctions::StateMachine');

/** The definition with an ARN, such as any, for each that the deployment puts there. */
function definitionOf(definition: unknown): Record<string, unknown> {
  const { 'Fn::Join': join } = definition as { 'Fn::Join': [string, unknown[]] };
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:x';
  const parts = join[1].map((part) => {
    if (typeof part === 'string') return part;
    return (part as { Ref?: string }).Ref === 'AWS::Partition' ? 'aws' : arn;
  });
  return JSON.parse(parts.join(''));
}

it('are those that the manifests name', async () => {
  const named = (await readModules()).flatMap(({ workflows = {} }) => Object.keys(workflows));
  expect(machines).toHaveLength(named.length);
  expect(named).toContain('calculation');
});

describe.each(machines.map((machine) => [machine.Properties.StateMachineName, machine] as const))(
  '%s',
  (_, machine) => {
    const { stack, Properties } = machine;
    const role = templates.byStack.get(stack)?.Resources[target(Properties.RoleArn)]?.Properties;
    const statements = role.Policies[0].PolicyDocument.Statement as Statement[];

    it('is defined as the Amazon States Language wants it', () => {
      const definition = definitionOf(Properties.DefinitionString);
      const { isValid, errors } = validate(definition);
      expect(errors).toEqual([]);
      expect(isValid).toBe(true);
      expect(definition['QueryLanguage']).toBe('JSONata');
    });

    it('invokes its own steps and nothing else, and starts nothing but itself', () => {
      const steps = statements.filter((one) => actionsOf(one).includes('lambda:InvokeFunction'));
      const invoked = steps.flatMap(({ Resource }) => [Resource].flat()).map(target);
      const text = JSON.stringify(Properties.DefinitionString);
      expect(invoked.length).toBeGreaterThan(0);
      for (const id of invoked) expect(text).toContain(`"Fn::GetAtt":["${id}","Arn"]`);
      const other = statements.filter((one) => actionsOf(one).some((action) => action.startsWith('states:')));
      for (const { Resource } of other)
        expect(JSON.stringify(Resource)).toContain(Properties.StateMachineName);
    });

    it('writes down every step, without what it is told, and can be traced', () => {
      expect(Properties.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
      expect(Properties.TracingConfiguration).toEqual({ Enabled: true });
    });

    it('raises an alarm when it fails, takes too long or is stopped', () => {
      const watched = templates
        .of('AWS::CloudWatch::Alarm')
        .flatMap((alarm) => alarm.Properties.Metrics)
        .filter(({ MetricStat }) => MetricStat?.Metric.Namespace === 'AWS/States')
        .filter(({ MetricStat }) => target(MetricStat.Metric.Dimensions[0].Value) === machine.id)
        .map(({ MetricStat }) => MetricStat.Metric.MetricName);
      expect(watched).toEqual(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']);
    });
  },
);
