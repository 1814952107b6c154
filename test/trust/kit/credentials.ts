/** The credentials that a function has, in the hands of somebody who means harm. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AssumeRoleCommand, STSClient, type Tag } from '@aws-sdk/client-sts';
import { accessKeyOf } from '../../../infra/local/credentials.ts';
import type { Platform } from '../../kit/platform.ts';

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export const REGION = 'eu-west-1';

export function functionNamed({ host }: Platform, name: string) {
  const found = host.assembly.of('AWS::Lambda::Function').find((lambda) => lambda.name === name);
  if (!found) throw new Error(`there is no function ${name}`);
  const variables = found.properties['Environment'].Variables as Readonly<Record<string, string>>;
  return {
    lambda: found,
    variables,
    credentials: { accessKeyId: accessKeyOf(found), secretAccessKey: 'none' },
  };
}

export function clientConfig({ host }: Platform, credentials: Credentials) {
  return { endpoint: host.aws.endpoint, region: REGION, credentials, maxAttempts: 1 };
}

/** Takes on the tenant role of a function, as the function itself does, or with other tags. */
export async function sessionOf(platform: Platform, name: string, tags: Tag[], roleArn?: string) {
  const { variables, credentials } = functionNamed(platform, name);
  const sts = new STSClient(clientConfig(platform, credentials));
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn ?? String(variables['TENANT_ROLE_ARN']),
      RoleSessionName: 'somebody',
      ...(tags.length > 0 && { Tags: tags }),
    }),
  );
  return {
    accessKeyId: String(given?.AccessKeyId),
    secretAccessKey: String(given?.SecretAccessKey),
    sessionToken: String(given?.SessionToken),
  };
}

export const tenantTag = (tenant: string): Tag[] => [{ Key: 'tenant', Value: tenant }];

/** The table as a function sees it for one tenant. */
export async function scopedDocuments(platform: Platform, name: string, tenant: string) {
  const session = await sessionOf(platform, name, tenantTag(tenant));
  return documents(platform, session);
}

export function documents(platform: Platform, credentials: Credentials): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig(platform, credentials)));
}
