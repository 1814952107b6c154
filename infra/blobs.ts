/** The bucket for bodies too large for the table, each tenant under a prefix of its own. */
import * as s3 from 'aws-cdk-lib/aws-s3';
import { RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export function blobs(scope: Construct): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Blobs', {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'Objects are reached by functions only, each with credentials of one tenant, and every access is ' +
      'logged by the function with its request id. An access log would be a second bucket of the same facts.',
  });
  return bucket;
}
