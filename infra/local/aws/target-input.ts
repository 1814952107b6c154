/** What a rule's target receives: the whole event, a part of it, a constant, or a text made from it. */
import type { Json } from './dynamodb-client.ts';

export function inputOf(target: Json, event: Json): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input);
  if (target.InputPath !== undefined) return at(target.InputPath, event);
  if (target.InputTransformer !== undefined) return transformed(target.InputTransformer, event);
  return event;
}

/** `$.detail.payee` */
function at(path: string, event: Json): Json {
  const names = path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean);
  return names.reduce((value, name) => value?.[name], event);
}

/** Inside quotes of the template a value stands as text, elsewhere as JSON. */
function transformed({ InputPathsMap: paths = {}, InputTemplate: template }: Json, event: Json): unknown {
  const values: Record<string, Json> = { 'aws.events.event': event };
  for (const [name, path] of Object.entries<string>(paths)) values[name] = at(path, event);
  let quoted = false;
  const filled = String(template).replace(/\\"|"|<([\w.-]+)>/g, (found, name: string | undefined) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined) return found;
    const json = JSON.stringify(values[name] ?? '');
    if (!quoted) return json;
    return typeof values[name] === 'string' ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
  return JSON.parse(filled);
}
