/**
 * JSON in which numbers stay as they were written: 0.1, 1e400 and 9007199254740993 keep every digit,
 * where a float would have lost some.
 */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Reviver = (key: string, value: unknown, context: { readonly source: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** What these bytes say, or undefined where they are not JSON in UTF-8 or nest too deep to be read. */
export function readLosslessly(bytes: Uint8Array): { readonly json: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return {
      json: parse(text, (_, value, { source }) => (isNumber(value) ? new NumberText(source) : value)),
    };
  } catch {
    return undefined;
  }
}

const isNumber = (value: unknown) => typeof value === 'number';
