/** KMS keys: list cursors and machine keys are authenticated by HMAC keys, tokens signed by an RSA key. */
import * as kms from 'aws-cdk-lib/aws-kms';
import { Aws, CfnDeletionPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

const kinds = {
  hmac: { keySpec: 'HMAC_256', keyUsage: 'GENERATE_VERIFY_MAC', uses: ['kms:GenerateMac', 'kms:VerifyMac'] },
  signing: { keySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY', uses: ['kms:Sign', 'kms:GetPublicKey'] },
} as const;

/** What the account's administrators may do with a key. A key that nobody may administer is lost. */
const administration = [
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
] as const;

export function key(scope: Construct, id: string, kind: keyof typeof kinds, description: string): kms.CfnKey {
  const { keySpec, keyUsage, uses } = kinds[kind];
  const made = new kms.CfnKey(scope, id, {
    description,
    keySpec,
    keyUsage,
    pendingWindowInDays: 30,
    keyPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root` },
          Action: [...administration, ...uses],
          Resource: '*',
        },
      ],
    },
  });
  made.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  return made;
}
