/**
 * KMS keys: list cursors and machine keys are authenticated by HMAC keys, tokens signed by an RSA key.
 * Their policy is KMS's own default: what roles may do with them stands in the roles.
 */
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnDeletionPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

const kinds = {
  hmac: { keySpec: 'HMAC_256', keyUsage: 'GENERATE_VERIFY_MAC' },
  signing: { keySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY' },
} as const;

export function key(scope: Construct, id: string, kind: keyof typeof kinds, description: string): kms.CfnKey {
  const made = new kms.CfnKey(scope, id, { ...kinds[kind], description, pendingWindowInDays: 30 });
  made.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  return made;
}
