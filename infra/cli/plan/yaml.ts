/**
 * Reads a document that people write by hand, and knows on which line each part of it stands.
 *
 *   rate: 0.10      the text '0.10', to the last digit: no number passes through a float
 */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export type Written = {
  readonly file: string;
  readonly value: unknown;
  /** The line on which the part at a JSON pointer stands; of what is not there, where it would belong. */
  readonly lineOf: (pointer: string) => number;
};

/** One fault of a file. */
export type FileFault = { readonly file: string; readonly line: number; readonly message: string };

export class Unreadable extends Error {
  readonly faults: readonly FileFault[];

  constructor(faults: readonly FileFault[]) {
    super(faults.map(faultText).join('\n'));
    this.faults = faults;
  }
}

export const faultText = ({ file, line, message }: FileFault) => `${file}:${line}: ${message}`;

const NUMBERS = /^tag:yaml\.org,2002:(int|float)$/;

export function readYaml(file: string, text: string): Written {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !NUMBERS.test(tag.tag)),
  });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos, message }) => ({
      pos,
      message: message.split('\n')[0] ?? '',
    }));
    throw new Unreadable(faults.map(({ pos, message }) => ({ file, line: lineAt(pos[0]), message })));
  }
  const root = document.contents as Node | null;
  return {
    file,
    value: document.toJS({ maxAliasCount: 100 }),
    lineOf: (pointer) => lineAt(offsetOf(root, pointer.split('/').slice(1).map(unescaped))),
  };
}

/** Goes down as far as there is something. */
function offsetOf(root: Node | null, path: readonly string[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    const [next, at] = partOf(node, part);
    if (next === undefined) return offset;
    [node, offset] = [next, at ?? offset];
  }
  return offset;
}

function partOf(node: unknown, part: string): [node?: unknown, offset?: number | undefined] {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(part)];
    return [item, item?.range?.[0]];
  }
  if (!isMap<Node, Node>(node)) return [];
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
  return [pair && (pair.value ?? null), pair?.key.range?.[0]];
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
