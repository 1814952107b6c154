/** Asks and keeps the answer as it came, so that two answers can be held against each other. */

export type Raw = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

export type Sent = {
  readonly body?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type To = { readonly url: string; readonly token: string | undefined };

export async function send({ url, token }: To, method: string, path: string, sent: Sent = {}): Promise<Raw> {
  const { body, key, headers = {} } = sent;
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}

/** An answer without what differs each time, and without the ids that the request itself named. */
export function comparable({ status, headers, text }: Raw, ...named: readonly string[]): string {
  const {
    date: _,
    ratelimit: __,
    'x-request-id': own = '',
    'apigw-requestid': gateway = '',
    ...rest
  } = headers;
  const shown = JSON.stringify({ status, headers: rest, text });
  return [own, gateway, ...named]
    .filter((word) => word !== '')
    .reduce((left, word) => left.replaceAll(word, '<named>'), shown);
}
