/**
 * Walks over the pieces of a formula, says in plain words what is missing where, and counts how much has been
 * read: a formula that is too long, too deep or of too many parts is refused before it could cost anything.
 */
import { stop } from './fault.ts';
import { type Piece, pieces } from './piece.ts';
import type { Node, Of } from './tree.ts';

const MAX_CHARACTERS = 1_000;
const MAX_NODES = 200;
const MAX_DEPTH = 30;

/** A node before it is put in its place. */
type Bare = { [K in Node['kind']]: Omit<Of<K>, 'at'> }[Node['kind']];

export class Cursor {
  readonly #pieces: readonly Piece[];
  #next = 0;
  #nodes = 0;
  #depth = 0;

  constructor(text: string) {
    if (text.length > MAX_CHARACTERS) {
      stop('formula.too-long', `A formula has at most ${MAX_CHARACTERS} characters.`, MAX_CHARACTERS);
    }
    this.#pieces = pieces(text);
  }

  get piece(): Piece {
    return this.#pieces[this.#next] as Piece;
  }

  step(): Piece {
    const { piece } = this;
    this.#next += 1;
    return piece;
  }

  took(...signs: readonly string[]): boolean {
    const { kind, text } = this.piece;
    const isIt = (kind === 'sign' || kind === 'word') && signs.includes(text);
    if (isIt) this.step();
    return isIt;
  }

  must(sign: string, what = `'${sign}'`): void {
    if (!this.took(sign)) this.missing(what);
  }

  missing(what: string): never {
    const { kind, text, at } = this.piece;
    const place = kind === 'end' ? 'At the end' : `Before '${short(text)}'`;
    return stop('formula.unreadable', `${place} ${what} is missing.`, at);
  }

  node(at: number, bare: Bare): Node {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) {
      stop('formula.too-many-parts', `A formula has at most ${MAX_NODES} names, numbers and signs.`, at);
    }
    return { ...bare, at };
  }

  nested(read: () => Node): Node {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      stop('formula.too-deep', `Parts of a formula lie at most ${MAX_DEPTH} deep.`, this.piece.at);
    }
    const found = read();
    this.#depth -= 1;
    return found;
  }

  end(): void {
    const { kind, text, at } = this.piece;
    if (kind === 'end') return;
    const words = `The formula could end before '${short(text)}', and goes on.`;
    const hint = meant.get(text.toLowerCase());
    stop('formula.unreadable', hint ? `${words} ${hint}` : words, at);
  }
}

export const short = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text);

const meant = new Map([
  [',', 'A comma stands between the values of a function only: ten thousand is 10000.'],
  ['and', "'And' is written '&&'."],
  ['or', "'Or' is written '||'."],
]);
