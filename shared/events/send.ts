/** Sends messages to the queue of one function, ten in a request, until all are taken. */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { requestHandler } from '../aws.ts';
import { environment } from '../environment.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Envelope, EventType } from './catalog.ts';

const sqs = new SQSClient({ requestHandler });

/** `to` is 'module/on-entry' as the manifest's `sends` names it. */
export async function send(to: string, messages: readonly Omit<Envelope, 'id'>[]): Promise<void> {
  const QueueUrl = environment(`QUEUE_URL_${to.replaceAll(/[/-]/g, '_').toUpperCase()}`);
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages.slice(start, start + 10).map((message, n) => ({
      Id: String(n),
      MessageBody: JSON.stringify({ id: messageId(message), ...message }),
      MessageGroupId: message.tenant,
    }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`${Failed.length} messages were not taken by the queue`);
  }
}

function messageId({
  type,
  tenant,
  at,
  data,
}: {
  type: EventType;
  tenant: string;
  at: string;
  data: unknown;
}) {
  return derivedId('msg', type, tenant, at, JSON.stringify(data));
}
