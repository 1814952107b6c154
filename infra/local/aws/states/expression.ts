/** JSONata in a definition: any text that is `{% … %}` as a whole, however deep it stands. */
import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { StateFailure, unevaluated } from './failure.ts';

export type Bindings = Readonly<Record<string, unknown>>;

/** What one state may hand to the next. */
const LARGEST_BYTES = 262_144;
const EXPRESSION = /^\{%([\s\S]*)%\}$/;
const read = new Map<string, jsonata.Expression>();

/** The value with every expression in it replaced by what it comes to; `states` is `$states`. */
export async function filled(template: unknown, states: object, variables: Bindings): Promise<unknown> {
  if (typeof template === 'string') {
    const [, text] = EXPRESSION.exec(template) ?? [];
    return text === undefined ? template : evaluated(text, { ...variables, states });
  }
  if (Array.isArray(template)) return Promise.all(template.map((each) => filled(each, states, variables)));
  if (typeof template !== 'object' || template === null) return template;
  const entries = Object.entries(template).map(
    async ([name, each]) => [name, await filled(each, states, variables)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function evaluated(text: string, bindings: Bindings): Promise<unknown> {
  try {
    const expression = read.get(text) ?? readExpression(text);
    const value: unknown = await expression.evaluate({}, { ...bindings });
    if (value === undefined) throw unevaluated(`The expression '${text.trim()}' came to nothing.`);
    // What JSONata makes carries marks of its own.
    return JSON.parse(JSON.stringify(value));
  } catch (error) {
    if (error instanceof StateFailure) throw error;
    throw unevaluated(`The expression '${text.trim()}' failed: ${(error as Error).message}`);
  }
}

/** With what Step Functions adds to JSONata, and without what it takes away. */
function readExpression(text: string): jsonata.Expression {
  const expression = jsonata(text);
  expression.registerFunction('uuid', () => randomUUID());
  expression.registerFunction('parse', (json: string) => JSON.parse(json) as unknown, '<s:x>');
  expression.registerFunction('hash', hash);
  expression.registerFunction('partition', partition);
  expression.registerFunction('range', range);
  expression.registerFunction('eval', () => {
    throw new Error('Step Functions has no $eval; $parse reads JSON.');
  });
  read.set(text, expression);
  return expression;
}

const hash = (content: string, algorithm: string): string =>
  createHash(algorithm.replace('-', '').toLowerCase()).update(content).digest('hex');

const partition = (items: readonly unknown[], size: number): unknown[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));

const range = (first: number, last: number, delta: number): number[] =>
  Array.from({ length: Math.floor((last - first) / delta) + 1 }, (_, n) => first + n * delta);

/** Throws where a state would hand on more than AWS lets it. */
export function requireFit<T>(value: T): T {
  if (Buffer.byteLength(JSON.stringify(value) ?? '') <= LARGEST_BYTES) return value;
  throw new StateFailure('States.DataLimitExceeded', `A state handed on more than ${LARGEST_BYTES} bytes.`);
}
