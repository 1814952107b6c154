/**
 * `attain plan push`: brings the plan of a folder to a company, through the public API. The plan is found by
 * its name; a document that says what the newest version says changes nothing, so that it may be pushed with
 * every commit.
 */
import { createHash } from 'node:crypto';
import { ApiError, type Client, type Json } from '../client.ts';
import { readPlan } from './folder.ts';
import { faultText, Unreadable, type Written } from './yaml.ts';

type Head = { readonly id: string; readonly name: string; readonly version: number };
type Version = {
  readonly plan: string;
  readonly version: number;
  readonly warnings: readonly { readonly code: string; readonly pointer: string; readonly message: string }[];
};

export type Pushed = {
  readonly plan: string;
  readonly version: number;
  readonly became: 'a new plan' | 'its next version' | 'nothing new';
  /** What is legal, but unwise, with the line that it is about. */
  readonly warnings: readonly string[];
};

/** `plan` where it is to become a version of that one, whatever its name. */
export async function pushPlan(api: Client, folder: string, plan?: string): Promise<Pushed> {
  const { written, document } = readPlan(folder);
  const body = document as Json;
  const standing = await standingPlan(api, String(body['name']), plan);
  const path = standing ? `/v1/plans/${standing.id}/versions` : '/v1/plans';
  // The same document onto the same version is the same request, however often it is sent.
  const key = `push ${digestOf([body, standing?.id, standing?.version])}`;
  const made = await api.post<Version>(path, body, { key }).catch((error) => {
    throw placed(error, written);
  });
  const became = !standing
    ? 'a new plan'
    : made.version > standing.version
      ? 'its next version'
      : 'nothing new';
  const warnings = made.warnings.map(({ pointer, message, code }) =>
    faultAt(written, pointer, message, code),
  );
  return { plan: made.plan, version: made.version, became, warnings };
}

export function pushedText({ plan, version, became, warnings }: Pushed): string {
  return [`${plan} version ${version}: ${became}`, ...warnings.map((text) => `  ${text}`)].join('\n');
}

async function standingPlan(api: Client, name: string, id?: string): Promise<Head | undefined> {
  if (id) return api.get<Head>(`/v1/plans/${id}`);
  const named = (await api.list<Head>('/v1/plans?limit=200')).filter((plan) => plan.name === name);
  if (named.length <= 1) return named[0];
  const ids = named.map((plan) => plan.id).join(', ');
  throw new Error(`Several plans are called '${name}': say which by --plan (${ids}).`);
}

/** What the API refuses of the document, by the lines of the file. */
function placed(error: unknown, written: Written): unknown {
  if (!(error instanceof ApiError) || error.status !== 422) return error;
  const faults = error.faults.map(({ pointer, message }) => ({
    file: written.file,
    line: written.lineOf(pointer),
    message: `${message} (${error.code})`,
  }));
  return new Unreadable(faults);
}

function faultAt(written: Written, pointer: string, message: string, code: string): string {
  return faultText({ file: written.file, line: written.lineOf(pointer), message: `${message} (${code})` });
}

const digestOf = (what: unknown) => createHash('sha256').update(JSON.stringify(what)).digest('hex');
