/** The one table of a plane. */
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { layout } from '../shared/table/keys.ts';

const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });

export function table(scope: Construct, tableName: string): dynamodb.TableV2 {
  return new dynamodb.TableV2(scope, 'Table', {
    tableName,
    partitionKey: text('pk'),
    sortKey: text('sk'),
    globalSecondaryIndexes: [
      {
        indexName: layout.index,
        partitionKey: text(`${layout.index}pk`),
        sortKey: text(`${layout.index}sk`),
        projectionType: dynamodb.ProjectionType.INCLUDE,
        nonKeyAttributes: [...layout.projected],
      },
    ],
    billing: dynamodb.Billing.onDemand(),
    dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: layout.ttl,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
