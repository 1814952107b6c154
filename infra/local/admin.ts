/** The host's own endpoint: time, queues, rights, logs, waiting for rest; for the command line and tests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Aws } from './aws/aws.ts';
import type { Clock } from './kinds.ts';
import { readJson, sendJson } from './server.ts';

export type Admin = {
  readonly clock: Clock;
  /** What runs where. */
  addresses(): unknown;
  readonly aws: Pick<Aws, 'queues' | 'executions' | 'denials' | 'usage' | 'capacity' | 'lost'>;
  idle(timeoutMs?: number): Promise<void>;
  logsOf(functionName: string): string;
};

type Page = (admin: Admin, request: IncomingMessage) => Promise<unknown>;

const now = ({ clock }: Admin) => ({ now: clock.now().toISOString() });

const PAGES: Readonly<Record<string, Page>> = {
  'GET /': async (admin) => admin.addresses(),
  'GET /clock': async (admin) => now(admin),
  'POST /clock': async (admin, request) => {
    const { to } = await readJson(request);
    await admin.clock.moveTo(new Date(String(to)));
    return now(admin);
  },
  'GET /queues': async ({ aws }) => aws.queues(),
  'GET /executions': async ({ aws }) =>
    aws.executions().map(({ machine, ...execution }) => ({ ...execution, machine: machine.name })),
  'GET /denials': async ({ aws }) => aws.denials(),
  'GET /grants': async ({ aws }) => aws.usage(),
  'GET /capacity': async ({ aws }) => aws.capacity(),
  'GET /lost': async ({ aws }) => aws.lost(),
  'POST /idle': async (admin, request) => {
    const { timeoutMs } = await readJson(request);
    await admin.idle(timeoutMs === undefined ? undefined : Number(timeoutMs));
    return now(admin);
  },
};

export function adminPages(admin: Admin) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = String(request.url).split('?')[0];
    const [, functionName] = /^\/logs\/([\w-]+)$/.exec(path ?? '') ?? [];
    if (functionName) return sendText(response, admin.logsOf(functionName));
    const page = PAGES[`${request.method} ${path}`];
    if (!page) return sendJson(response, 404, { message: 'Not Found' });
    try {
      sendJson(response, 200, await page(admin, request));
    } catch (error) {
      const status = error instanceof RangeError || error instanceof SyntaxError ? 400 : 503;
      sendJson(response, status, { message: (error as Error).message });
    }
  };
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
