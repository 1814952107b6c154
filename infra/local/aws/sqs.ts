/** SQS as clients see it. */
import { createHash } from 'node:crypto';
import type {
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageRequest,
  GetQueueAttributesRequest,
  GetQueueUrlRequest,
  MessageAttributeValue,
  ReceiveMessageRequest,
  SendMessageBatchRequest,
  SendMessageRequest,
} from '@aws-sdk/client-sqs';
import type { AwsCall } from '../kinds.ts';
import { AwsError, type Check, type Endpoint, type Wire } from './endpoint.ts';
import { jsonEndpoint, type Operations } from './json-endpoint.ts';
import type { Message, Queue } from './queue.ts';
import type { Queues } from './queues.ts';

/** What a message may weigh, attributes and all; a batch may not weigh more than one message. */
const LARGEST_BYTES = 1_048_576;

export function sqsEndpoint(queues: Queues): Endpoint {
  return jsonEndpoint('1.0', operationsOn(queues), (call) => [checkOf(call, queues)]);
}

function operationsOn(queues: Queues): Operations {
  return {
    SendMessage: (input: Wire<SendMessageRequest>) => {
      requireSize(sizeOf(input));
      return send(queues.byUrl(input.QueueUrl), input);
    },
    SendMessageBatch: (input: Wire<SendMessageBatchRequest>) =>
      sendBatch(queues.byUrl(input.QueueUrl), input),
    ReceiveMessage: (input: ReceiveMessageRequest) => receive(queues.byUrl(input.QueueUrl), input),
    DeleteMessage: (input: DeleteMessageRequest) =>
      queues.byUrl(input.QueueUrl).delete(String(input.ReceiptHandle)),
    DeleteMessageBatch: (input: DeleteMessageBatchRequest) => {
      const queue = queues.byUrl(input.QueueUrl);
      for (const { ReceiptHandle } of input.Entries ?? []) queue.delete(String(ReceiptHandle));
      return { Successful: (input.Entries ?? []).map(({ Id }) => ({ Id })), Failed: [] };
    },
    ChangeMessageVisibility: (input: ChangeMessageVisibilityRequest) => {
      const queue = queues.byUrl(input.QueueUrl);
      if (!queue.changeVisibility(String(input.ReceiptHandle), Number(input.VisibilityTimeout)))
        throw new AwsError('com.amazonaws.sqs#MessageNotInflight', 'The message is not in flight.');
    },
    GetQueueUrl: ({ QueueName }: GetQueueUrlRequest) => ({ QueueUrl: queues.byUrl(QueueName).url }),
    GetQueueAttributes: (input: GetQueueAttributesRequest) => ({
      Attributes: attributesOf(queues.byUrl(input.QueueUrl)),
    }),
    PurgeQueue: (input: GetQueueAttributesRequest) => queues.byUrl(input.QueueUrl).purge(),
  };
}

/** Batches need the right of their single operation; there is no right of their own. */
function checkOf({ operation, input }: AwsCall, queues: Queues): Check {
  const { QueueUrl, QueueName } = input as Record<string, string>;
  const queue = queues.byUrl(QueueUrl ?? QueueName);
  return { action: `sqs:${operation.replace(/Batch$/, '')}`, resource: queue.arn };
}

type Sent = Pick<
  Wire<SendMessageRequest>,
  'MessageBody' | 'MessageAttributes' | 'DelaySeconds' | 'MessageGroupId'
>;

function send(queue: Queue, sent: Sent) {
  const { MessageBody: body, MessageAttributes, DelaySeconds: delaySeconds, MessageGroupId: group } = sent;
  if (!body) throw new AwsError('MissingParameter', 'A message needs a MessageBody.');
  if (delaySeconds !== undefined && !(delaySeconds >= 0 && delaySeconds <= 900))
    throw new AwsError('InvalidParameterValue', 'DelaySeconds must be between 0 and 900.');
  const message = queue.send(body, {
    attributes: MessageAttributes ?? {},
    ...(delaySeconds !== undefined && { delaySeconds }),
    ...(group !== undefined && { group }),
  });
  return { MessageId: message.id, MD5OfMessageBody: md5(body) };
}

function sendBatch(queue: Queue, { Entries: entries = [] }: Wire<SendMessageBatchRequest>) {
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'The batch holds no entries.');
  if (entries.length > 10)
    throw new AwsError('TooManyEntriesInBatchRequest', 'A batch holds at most 10 entries.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two entries of the batch have one Id.');
  requireSize(
    entries.reduce((sum, entry) => sum + sizeOf(entry), 0),
    'BatchRequestTooLong',
  );
  return { Successful: entries.map((entry) => ({ Id: entry.Id, ...send(queue, entry) })), Failed: [] };
}

async function receive(queue: Queue, input: ReceiveMessageRequest) {
  queue.surface();
  if (queue.counts().visible === 0 && input.WaitTimeSeconds)
    await arrivalOrTimeout(queue, input.WaitTimeSeconds);
  const messages = queue.receive(input.MaxNumberOfMessages ?? 1, input.VisibilityTimeout ?? 30);
  return { Messages: messages.map(asReceived) };
}

function arrivalOrTimeout(queue: Queue, seconds: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, seconds * 1000).unref();
    queue.onArrival(done);
  });
}

function asReceived(message: Message) {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: systemAttributes(message),
    MessageAttributes: message.attributes,
  };
}

export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt.getTime()),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String((message.firstReceivedAt ?? message.sentAt).getTime()),
    ...(message.group && { MessageGroupId: message.group }),
  };
}

function attributesOf(queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}

function sizeOf({ MessageBody: body = '', MessageAttributes: attributes = {} }: Partial<Sent>): number {
  const each = ([name, value]: [string, Wire<MessageAttributeValue>]) =>
    Buffer.byteLength(name + value.DataType + (value.StringValue ?? value.BinaryValue ?? ''));
  return Object.entries(attributes).reduce((sum, entry) => sum + each(entry), Buffer.byteLength(body));
}

function requireSize(bytes: number, code = 'InvalidParameterValue') {
  if (bytes > LARGEST_BYTES)
    throw new AwsError(code, `${bytes} bytes are more than the ${LARGEST_BYTES} allowed.`);
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
