/** Attain-<cell>: one copy of the application, for the tenants that were placed in it. */
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Module } from '../shared/module.ts';
import { opsTopic, raise } from './alarm.ts';
import { alarmsOf, apiFails, forwardGaveUp } from './alarms.ts';
import { bus } from './bus.ts';
import { dataOf } from './data-stack.ts';
import { forward } from './forward.ts';
import type { Restored } from './ground.ts';
import { httpApi, serve } from './http-api.ts';
import { exported, names } from './names.ts';
import { deployModules } from './plane.ts';

export type CellProps = {
  readonly cell: string;
  readonly restored: Restored | undefined;
  readonly modules: readonly Module[];
  /** Event types that the control plane waits for. */
  readonly reported: readonly string[];
};

export class CellStack extends Stack {
  constructor(scope: Construct, id: string, { cell, restored, modules, reported }: CellProps) {
    super(scope, id, { description: `Attain: the cell ${cell}` });
    const events = bus(this, cell);
    const ground = { plane: cell, busName: events.ref, ...dataOf(cell, restored) };
    const deployed = deployModules(this, ground, modules);
    const api = httpApi(this, 'cell');
    const authorizer = { issuer: Fn.importValue(exported.issuer), audience: names.audience(cell) };
    const ready = serve(
      this,
      api,
      { api: 'cell', plane: cell, authorizer },
      deployed.functions.filter(({ wants }) => wants.routes),
    );
    const entry = new ssm.CfnParameter(this, 'Registration', {
      type: 'String',
      name: `${names.cellsPath}/${cell}`,
      description: 'Tells the control plane that the cell is there and how to reach it',
      value: this.toJsonString({
        apiUrl: api.attrApiEndpoint,
        busArn: events.attrArn,
        audience: names.audience(cell),
      }),
    });
    for (const needed of ready) entry.addResourceDependency(needed);
    new CfnOutput(this, 'ApiUrl', { value: api.attrApiEndpoint });
    raise(this, cell, opsTopic(this, cell), [
      ...alarmsOf(deployed),
      apiFails('CellApi', api.ref),
      ...forward(this, cell, events, reported).map((dead) => forwardGaveUp(dead.attrQueueName)),
    ]);
  }
}
