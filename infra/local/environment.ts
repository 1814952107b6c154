/** The environment of a function: what its template says, what Lambda adds, and nothing of this process's. */
import { accessKeyOf } from './credentials.ts';
import type { Resource } from './kinds.ts';

/** `aws` holds the endpoint variables that lead the SDK to this host instead of AWS. */
export function environmentOf(
  lambda: Resource,
  aws: Readonly<Record<string, string>>,
): Record<string, string> {
  const [, , , region = ''] = lambda.arn.split(':');
  const declared: Record<string, unknown> = lambda.properties['Environment']?.Variables ?? {};
  return {
    ...Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, local(String(value), aws)])),
    ...aws,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyOf(lambda),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    // The person's own AWS profile must neither be read nor used.
    AWS_CONFIG_FILE: '/nonexistent/aws-config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/aws-credentials',
    AWS_EXECUTION_ENV: `AWS_Lambda_${String(lambda.properties['Runtime'])}`,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_TIMEOUT: String(lambda.properties['Timeout'] ?? 3),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.properties['MemorySize'] ?? 128),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${lambda.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    _HANDLER: String(lambda.properties['Handler']),
    TZ: ':UTC',
  };
}

/** Queue URLs name the endpoint that the SDK then calls, so they must name this host's. */
function local(value: string, aws: Readonly<Record<string, string>>): string {
  const endpoint = aws['AWS_ENDPOINT_URL_SQS'] ?? aws['AWS_ENDPOINT_URL'];
  return endpoint ? value.replace(/^https:\/\/sqs\.[\w-]+\.amazonaws\.com/, new URL(endpoint).origin) : value;
}
