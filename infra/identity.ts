/** Where people prove who they are. Attain's own issuer exchanges their ID token for one of its own. */
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { CfnDeletionPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export type Identity = { readonly oidcIssuer: string; readonly oidcClientId: string };

export function identity(scope: Construct): Identity {
  const pool = userPool(scope);
  const client = new cognito.CfnUserPoolClient(scope, 'UserPoolClient', {
    userPoolId: pool.ref,
    clientName: 'attain',
    generateSecret: false,
    explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    idTokenValidity: 15,
    accessTokenValidity: 15,
    refreshTokenValidity: 12,
    tokenValidityUnits: { idToken: 'minutes', accessToken: 'minutes', refreshToken: 'hours' },
  });
  new cognito.CfnUserPoolGroup(scope, 'Operators', {
    userPoolId: pool.ref,
    groupName: 'operators',
    description: 'People who run the platform: they onboard tenants and see no tenant data.',
  });
  return { oidcIssuer: pool.attrProviderUrl, oidcClientId: client.ref };
}

function userPool(scope: Construct): cognito.CfnUserPool {
  const pool = new cognito.CfnUserPool(scope, 'UserPool', {
    userPoolName: 'attain',
    userPoolTier: 'ESSENTIALS',
    deletionProtection: 'ACTIVE',
    usernameAttributes: ['email'],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ['email'],
    // Only an administrator invites: an account that signed itself up could claim a colleague's address.
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    accountRecoverySetting: { recoveryMechanisms: [{ name: 'verified_email', priority: 1 }] },
    mfaConfiguration: 'ON',
    enabledMfas: ['SOFTWARE_TOKEN_MFA'],
    policies: {
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 3,
      },
    },
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ['email'] },
  });
  pool.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  pool.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  Validations.of(pool).acknowledge({
    id: 'AwsSolutions-COG8',
    reason:
      'The plus tier adds risk scores at a price per person and month. Sign-in here is by invitation, ' +
      'long password and second factor, and larger customers bring an identity provider of their own.',
  });
  return pool;
}
