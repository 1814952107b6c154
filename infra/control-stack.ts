/** Attain-control: who the tenants are, where they live, and who may sign in. */
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Module } from '../shared/module.ts';
import { opsTopic, raise } from './alarm.ts';
import { alarmsOf, apiFails } from './alarms.ts';
import { bus } from './bus.ts';
import type { Restored } from './ground.ts';
import { httpApi, serve } from './http-api.ts';
import { identity } from './identity.ts';
import { key } from './keys.ts';
import { controlPlane, exported, names } from './names.ts';
import { apiOf } from './documents.ts';
import { deployModules, type Plane } from './plane.ts';
import { table } from './table.ts';

const plane = controlPlane;

export class ControlStack extends Stack {
  constructor(scope: Construct, id: string, modules: readonly Module[], restored?: Restored) {
    super(scope, id, {
      description: 'Attain: tenant registry, sign-in, token issuer',
      terminationProtection: true,
    });
    const events = bus(this, plane);
    const streamArn = table(this, names.table(plane));
    const signIn = httpApi(this, 'sign-in');
    const issuer = signIn.attrApiEndpoint;
    const deployed = deployModules(
      this,
      {
        plane,
        tableName: restored?.table ?? names.table(plane),
        streamArn: restored?.streamArn ?? streamArn,
        busName: events.ref,
        cursorKeyArn: key(this, 'CursorKey', 'hmac', 'Authenticates the list cursors of the control plane')
          .attrArn,
        issuing: {
          issuer,
          signingKeyArn: key(this, 'SigningKey', 'signing', 'Signs the tokens of all planes').attrArn,
          keyHashKeyArn: key(this, 'KeyHashKey', 'hmac', 'Turns machine keys into stored hashes').attrArn,
          ...identity(this),
        },
      },
      modules,
    );
    const control = this.serveApis(signIn, issuer, deployed);
    this.output('Issuer', issuer, exported.issuer);
    this.output('BusArn', events.attrArn, exported.controlBusArn);
    this.output('ApiUrl', control.attrApiEndpoint);
    raise(this, plane, opsTopic(this, plane), [
      ...alarmsOf(deployed),
      apiFails('SignInApi', signIn.ref),
      apiFails('ControlApi', control.ref),
    ]);
  }

  /** The authorizer reads the issuer's discovery document when it is made: sign-in must answer by then. */
  private serveApis(signIn: ReturnType<typeof httpApi>, issuer: string, { functions }: Plane) {
    const of = (api: 'sign-in' | 'control') =>
      functions.filter(({ entry, wants }) => wants.routes && apiOf('control', entry) === api);
    const ready = serve(this, signIn, { api: 'sign-in', plane }, of('sign-in'));
    const control = httpApi(this, 'control');
    const authorizer = { issuer, audience: names.audience(plane) };
    serve(this, control, { api: 'control', plane, authorizer }, of('control'));
    for (const needed of ready) control.addResourceDependency(needed);
    return control;
  }

  private output(id: string, value: string, exportName?: string): void {
    new CfnOutput(this, id, { value, ...(exportName && { exportName }) });
  }
}
