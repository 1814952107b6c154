/** HTTP servers of the host: on the loopback address only, on a preferred port or any free one. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Server = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Says who answers; an address must be known before that can be built. */
  serve(listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>): void;
  close(): Promise<void>;
};

/** API Gateway refuses more than this in a request's line and headers together. */
const HEADER_BYTES = 10_240;

export async function openServer(preferredPort: number): Promise<Server> {
  let listener: RequestListener = (_, response) => sendJson(response, 503, { message: 'Starting' });
  const server = createServer({ maxHeaderSize: HEADER_BYTES }, (request, response) =>
    listener(request, response),
  );
  // Longer than any client keeps a connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(preferredPort).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    await listen(0);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(answer) {
      listener = (request, response) => {
        answer(request, response).catch((error: Error) => {
          if (request.destroyed && !request.complete) return;
          process.stderr.write(`${error.stack}\n`);
          if (!response.headersSent) sendJson(response, 500, { message: 'Internal Server Error' });
          else response.destroy();
        });
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** The body, or undefined when it is larger than `limit`; reads it all, so that the sender hears the answer. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

/** A small JSON body of the host's own endpoints; {} when there is none. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request, 100_000);
  const value: unknown = JSON.parse(body?.length ? body.toString() : '{}');
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
