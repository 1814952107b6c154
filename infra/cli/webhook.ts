/** Sends signed webhooks as a CRM does: Standard Webhooks over the bytes of the body. */
import { createHmac } from 'node:crypto';

export type Message = {
  /** The same for every attempt to deliver the same message. */
  readonly id: string;
  readonly body: string;
};

export type Delivery = { readonly url: string; readonly secret: string; readonly at: Date };

/** Answers the HTTP status. */
export async function deliver({ id, body }: Message, { url, secret, at }: Delivery): Promise<number> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature(secret, `${id}.${timestamp}.${body}`)}`,
    },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}
