/** An HTTP API: routes from its OpenAPI document, limits, and a log of who asked what. */
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnDeletionPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Authorizer, gatewayDocument } from './gateway.ts';
import type { Deployed } from './lambda.ts';
import { arn, logicalId } from './names.ts';
import { type ApiName, answersOf, readDocument } from './documents.ts';

const LOG_DAYS = 90;
/** Requests a second over all callers; each tenant's own share is kept by the functions. */
const limits = { throttlingRateLimit: 200, throttlingBurstLimit: 400 };

/** Who asked for what, and how it ended: no token, no address of a person, no path with ids in it. */
const accessLine = JSON.stringify({
  at: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  tenant: '$context.authorizer.claims.tenant',
  subject: '$context.authorizer.claims.sub',
  bytes: '$context.responseLength',
  ms: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
});

/** Its address is known before its routes are: functions that sign tokens carry it in their settings. */
export function httpApi(scope: Construct, api: ApiName): gateway.CfnApi {
  return new gateway.CfnApi(scope, logicalId(api, 'Api'));
}

/** Gives the API its routes. Answers with what must exist before anybody can call it. */
export function serve(
  scope: Construct,
  made: gateway.CfnApi,
  { api, plane, authorizer }: { api: ApiName; plane: string; authorizer?: Authorizer },
  functions: readonly Deployed[],
): readonly (gateway.CfnStage | lambda.CfnPermission)[] {
  const answers = answersOf(functions);
  made.body = gatewayDocument(plane, readDocument(api, answers), answers, authorizer);
  return [stage(scope, made, api, plane), ...functions.map((one) => admit(scope, made, one))];
}

function stage(scope: Construct, made: gateway.CfnApi, api: ApiName, plane: string): gateway.CfnStage {
  const log = new logs.CfnLogGroup(scope, logicalId(api, 'AccessLog'), {
    // Groups of this prefix need no growing resource policy of the account to be written to.
    logGroupName: `/aws/vendedlogs/attain/${plane}/${api}`,
    retentionInDays: LOG_DAYS,
  });
  log.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  return new gateway.CfnStage(scope, logicalId(api, 'Stage'), {
    apiId: made.ref,
    stageName: '$default',
    autoDeploy: true,
    accessLogSettings: { destinationArn: arn('logs', `log-group:${log.ref}`), format: accessLine },
    defaultRouteSettings: limits,
  });
}

function admit(scope: Construct, made: gateway.CfnApi, one: Deployed): lambda.CfnPermission {
  return new lambda.CfnPermission(scope, logicalId(one.path, 'Permission'), {
    action: 'lambda:InvokeFunction',
    functionName: one.resource.ref,
    principal: 'apigateway.amazonaws.com',
    sourceArn: arn('execute-api', `${made.ref}/*`),
  });
}
