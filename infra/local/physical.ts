/** What each type of resource is called once it exists: its physical name, ARN, Ref and attributes. */
import { createHash } from 'node:crypto';

/**
 * Texts with {name}, {arn}, {account}, {region} and, for any other word, the resource's property.
 * `named` is the property that declares the name; without one, AWS makes up an id shaped like `minted`.
 */
export type Kind = {
  readonly named?: string;
  readonly minted?: (seed: string, region: string) => string;
  readonly arn?: string;
  readonly ref?: string;
  readonly attributes?: Readonly<Record<string, string>>;
};

const PLACE = '{region}:{account}';
const POOL_URL = 'cognito-idp.{region}.amazonaws.com/{name}';
const QUEUE_URL = `https://sqs.{region}.amazonaws.com/{account}/{name}`;
const TABLE: Kind = {
  named: 'TableName',
  arn: `dynamodb:${PLACE}:table/{name}`,
  attributes: { StreamArn: '{arn}/stream/local' },
};

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::ApiGatewayV2::Api': {
    minted: (seed) => letters(seed, 10),
    arn: 'apigateway:{region}::/apis/{name}',
    attributes: { ApiId: '{name}', ApiEndpoint: 'https://{name}.execute-api.{region}.amazonaws.com' },
  },
  'AWS::ApiGatewayV2::Authorizer': {
    minted: (seed) => letters(seed, 6),
    attributes: { AuthorizerId: '{name}' },
  },
  'AWS::ApiGatewayV2::Integration': { minted: (seed) => letters(seed, 7) },
  'AWS::CloudWatch::Alarm': { named: 'AlarmName', arn: `cloudwatch:${PLACE}:alarm:{name}` },
  'AWS::Cognito::UserPool': {
    minted: (seed, region) => `${region}_${letters(seed, 9)}`,
    arn: `cognito-idp:${PLACE}:userpool/{name}`,
    attributes: { UserPoolId: '{name}', ProviderName: POOL_URL, ProviderURL: `https://${POOL_URL}` },
  },
  'AWS::Cognito::UserPoolClient': {
    minted: (seed) => letters(seed, 26),
    attributes: { ClientId: '{name}', Name: '{ClientName}' },
  },
  'AWS::Cognito::UserPoolGroup': { named: 'GroupName' },
  'AWS::DynamoDB::GlobalTable': TABLE,
  'AWS::DynamoDB::Table': TABLE,
  'AWS::Events::Archive': { named: 'ArchiveName', arn: `events:${PLACE}:archive/{name}` },
  'AWS::Events::EventBus': {
    named: 'Name',
    arn: `events:${PLACE}:event-bus/{name}`,
    attributes: { Name: '{name}' },
  },
  'AWS::Events::Rule': { named: 'Name', arn: `events:${PLACE}:rule/{EventBusName}/{name}` },
  'AWS::IAM::ManagedPolicy': {
    named: 'ManagedPolicyName',
    arn: 'iam::{account}:policy/{name}',
    ref: '{arn}',
    attributes: { PolicyArn: '{arn}' },
  },
  'AWS::IAM::Policy': { named: 'PolicyName' },
  'AWS::IAM::Role': {
    named: 'RoleName',
    arn: 'iam::{account}:role/{name}',
    attributes: { RoleId: '{name}' },
  },
  'AWS::KMS::Alias': { named: 'AliasName' },
  'AWS::KMS::Key': { minted: uuid, arn: `kms:${PLACE}:key/{name}`, attributes: { KeyId: '{name}' } },
  'AWS::Lambda::EventSourceMapping': { minted: uuid },
  'AWS::Lambda::Function': { named: 'FunctionName', arn: `lambda:${PLACE}:function:{name}` },
  'AWS::Logs::LogGroup': { named: 'LogGroupName', arn: `logs:${PLACE}:log-group:{name}:*` },
  'AWS::S3::Bucket': {
    named: 'BucketName',
    minted: (seed) => seed.toLowerCase(),
    arn: 's3:::{name}',
    attributes: {
      DomainName: '{name}.s3.amazonaws.com',
      RegionalDomainName: '{name}.s3.{region}.amazonaws.com',
    },
  },
  'AWS::SNS::Topic': {
    named: 'TopicName',
    arn: `sns:${PLACE}:{name}`,
    ref: '{arn}',
    attributes: { TopicArn: '{arn}', TopicName: '{name}' },
  },
  'AWS::SQS::Queue': {
    named: 'QueueName',
    arn: `sqs:${PLACE}:{name}`,
    ref: QUEUE_URL,
    attributes: { QueueName: '{name}', QueueUrl: QUEUE_URL },
  },
  'AWS::SSM::Parameter': {
    named: 'Name',
    arn: `ssm:${PLACE}:parameter/{name}`,
    attributes: { Type: '{Type}', Value: '{Value}' },
  },
  'AWS::Scheduler::Schedule': { named: 'Name', arn: `scheduler:${PLACE}:schedule/{GroupName}/{name}` },
  'AWS::Scheduler::ScheduleGroup': { named: 'Name', arn: `scheduler:${PLACE}:schedule-group/{name}` },
  'AWS::StepFunctions::StateMachine': {
    named: 'StateMachineName',
    arn: `states:${PLACE}:stateMachine:{name}`,
    ref: '{arn}',
    attributes: { Name: '{name}' },
  },
};

export const kindOf = (type: string): Kind => KINDS[type] ?? {};

/** An id like those AWS makes up, but the same on every start. */
function letters(seed: string, length: number): string {
  const digits = BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`).toString(36);
  return `a${digits}`.slice(0, length);
}

export function uuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
