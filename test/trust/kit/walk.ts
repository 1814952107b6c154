/** The steps of the cross-tenant walk: requests as their owner sends them, and with one foreign id in them. */
import { type Kind, missingOf, type Reference, referencesIn, isKind } from './ids.ts';
import { comparable, type Raw, send } from './raw.ts';
import { elsewhere, requests, type Sample } from './requests.ts';
import type { Served } from './routes.ts';
import type { Things } from './things.ts';

/** A place of a request that takes an id. */
export type Position = { readonly part: 'path' | 'query' | 'body'; readonly at: string; readonly kind: Kind };

export type Step = {
  readonly route: Served;
  readonly sample: Sample;
  readonly positions: readonly Position[];
};

const within = (part: Position['part'], found: readonly Reference[]): Position[] =>
  found.map(({ at, kind }) => ({ part, at, kind }));

/** Where the route takes ids: variables of its path by their names, fields by the patterns of ids. */
export function positionsOf({ names, definition }: Served): Position[] {
  for (const name of names) missingOf(name);
  return [
    ...names.filter(isKind).map((kind): Position => ({ part: 'path', at: kind, kind })),
    ...within('query', referencesIn(definition.query)),
    ...within('body', referencesIn(definition.body)),
  ];
}

/** All routes that take ids. A route that nobody has written a request for is an error that says what to do. */
export function stepsThrough(routes: readonly Served[]): Step[] {
  const taking = routes.map((route) => ({ route, positions: positionsOf(route) }));
  return taking.flatMap(({ route, positions }) => {
    if (positions.length === 0 || route.key in elsewhere) return [];
    const sample = requests[route.key];
    if (sample) return [{ route, sample, positions }];
    throw new Error(
      `'${route.key}' takes ids (${positions.map(({ at }) => at).join(', ')}), but no test tries those of ` +
        'another company. Add a request that succeeds for its owner to test/trust/kit/requests.ts.',
    );
  });
}

/** What has a sample and is no route any more, or none that takes ids. */
export function leftovers(steps: readonly Step[], routes: readonly Served[]): string[] {
  const walked = new Set(steps.map(({ route }) => route.key));
  const known = new Set(routes.map(({ key }) => key));
  const gone = Object.keys(elsewhere).filter((key) => !known.has(key));
  return [...Object.keys(requests).filter((key) => !walked.has(key)), ...gone];
}

let sent = 0;

type Change = { readonly position: Position; readonly id: string };
type Door = { readonly url: string; readonly token: string | undefined };

/** Sends the request of a step with the ids of these things, and at one position perhaps another. */
export function sendStep(door: Door, { route, sample }: Step, things: Things, change?: Change): Promise<Raw> {
  sent += 1;
  const chosen = { ...sample.path, ...(!change && sample.spare) };
  const at = (part: Position['part'], name: string) =>
    change?.position.part === part && change.position.at === name ? change.id : undefined;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (!isKind(name)) return missingOf(name);
    return at('path', name) ?? things[chosen[name] ?? name];
  });
  const query = new URLSearchParams(changed(sample.query?.(things) ?? {}, 'query', change));
  const body = sample.body && JSON.stringify(changed(sample.body(things, sent), 'body', change));
  return send(door, route.method, query.size > 0 ? `${path}?${query.toString()}` : path, {
    ...(body !== undefined && { body }),
    ...(sample.headers && { headers: sample.headers }),
    ...(route.definition.idempotent && { key: `walk ${sent}` }),
  });
}

export const requestsSent = (): number => sent;

function changed<T extends object>(value: T, part: Position['part'], change?: Change): T {
  if (change?.position.part !== part) return value;
  const names = change.position.at.split('/').slice(1);
  return replaced(value, names, change) as T;
}

function replaced(value: unknown, [name, ...rest]: readonly string[], change: Change): unknown {
  if (name === undefined) return change.id;
  if (typeof value !== 'object' || value === null || !(name in value)) {
    throw new Error(`The request in test/trust/kit/requests.ts lacks ${change.position.at}: give it one.`);
  }
  if (Array.isArray(value))
    return value.map((each, n) => (n === Number(name) ? replaced(each, rest, change) : each));
  return { ...value, [name]: replaced((value as Record<string, unknown>)[name], rest, change) };
}

export type Verdict = { readonly status: number; readonly wrong: string | undefined };

/** Whether a foreign id is answered as one that never was. */
export function judged(
  foreign: Raw,
  foreignId: string,
  missing: Raw,
  missingId: string,
  blind: boolean,
): Verdict {
  const { status } = foreign;
  if (blind) return { status, wrong: status === missing.status ? undefined : 'knows a foreign id' };
  const [one, other] = [comparable(foreign, foreignId), comparable(missing, missingId)];
  if (one !== other) return { status, wrong: `answers ${one} to a foreign id and ${other} to a missing one` };
  if (status < 400 || status > 499) return { status, wrong: `answers ${status} to a foreign id` };
  return { status, wrong: undefined };
}
