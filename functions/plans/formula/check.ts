/**
 * Whether a formula makes sense, before anybody is paid by it: every name is there, every function too, and
 * only like goes with like. All that is wrong is told at once; what follows from it is not told again.
 *
 *   nope * 2 + (bookings + 5)     two faults: there is no nope; an amount and a number are added
 */
import type { FormulaFault } from './fault.ts';
import { type FormulaFunction, functions, MAX_PLACES } from './function.ts';
import * as say from './mixed.ts';
import { operators } from './operator.ts';
import { type Node, type Of, written } from './tree.ts';
import { isCounted, type Type } from './type.ts';

export type Names = ReadonlyMap<string, Type>;
export type Checked = {
  readonly types: ReadonlyMap<Node, Type>;
  readonly faults: readonly FormulaFault[];
};

export function checked(tree: Node, names: Names): Checked {
  const check = new Check(names);
  check.typeOf(tree);
  return check;
}

class Check implements Checked {
  readonly types = new Map<Node, Type>();
  readonly faults: FormulaFault[] = [];
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Nothing, where it or a part of it is at fault. */
  typeOf(node: Node): Type | undefined {
    const type = this.#found(node);
    if (type) this.types.set(node, type);
    return type;
  }

  #found(node: Node): Type | undefined {
    switch (node.kind) {
      case 'number':
      case 'text':
      case 'boolean':
        return node.kind;
      case 'name':
        return this.#names.get(node.name) ?? this.#fault('formula.unknown-name', unknown(node.name), node);
      case 'unary':
        return this.#unary(node);
      case 'binary':
        return this.#binary(node);
      case 'among':
        return this.#among(node);
      case 'choice':
        return this.#choice(node);
      case 'call':
        return this.#call(node);
    }
  }

  #unary(node: Of<'unary'>): Type | undefined {
    const type = this.typeOf(node.of);
    if (!type || (node.sign === '!' ? type === 'boolean' : isCounted(type))) return type;
    return this.#mixed(say.unaryWords(node, type), node);
  }

  #binary(node: Of<'binary'>): Type | undefined {
    const left = this.typeOf(node.left);
    const right = this.typeOf(node.right);
    if (!left || !right) return undefined;
    return operators[node.sign].gives(left, right) ?? this.#mixed(say.joinedWords(node, left, right), node);
  }

  #among(node: Of<'among'>): Type | undefined {
    const type = this.typeOf(node.of);
    const others = node.list.map((item) => this.typeOf(item));
    const other = others.find((found) => found !== undefined && found !== type);
    if (type && other) return this.#mixed(say.amongWords(node, type, other), node);
    return type && others.every((found) => found === type) ? 'boolean' : undefined;
  }

  #choice(node: Of<'choice'>): Type | undefined {
    const test = this.typeOf(node.test);
    const yes = this.typeOf(node.yes);
    const no = this.typeOf(node.no);
    if (test && test !== 'boolean') this.#mixed(say.testWords(node.test, test), node);
    if (!yes || !no || yes === no) return yes && no;
    return this.#mixed(say.choiceWords(node, yes, no), node);
  }

  #call(node: Of<'call'>): Type | undefined {
    const called = functions.get(node.name);
    const types = node.args.map((value) => this.typeOf(value));
    if (!called) return this.#fault('formula.unknown-function', unknownFunction(node.name), node);
    if (!types.every((type) => type !== undefined)) return undefined;
    const type = called.gives(types);
    if (!type) return this.#mixed(say.callWords(node, called.usage, types), node);
    return this.#hasGoodPlaces(called, node) ? type : undefined;
  }

  /** Places are written out, so that nobody is held because a number of places turned out odd. */
  #hasGoodPlaces({ hasPlaces, usage }: FormulaFunction, { args }: Of<'call'>): boolean {
    const places = hasPlaces && args[1];
    if (!places || isPlaces(places)) return true;
    const words = `The places of ${usage} are a whole number from 0 to ${MAX_PLACES}`;
    this.#fault('formula.places', `${words}, and not ${written(places)}.`, places);
    return false;
  }

  #mixed(message: string, node: Node): undefined {
    return this.#fault('formula.mixed-kinds', message, node);
  }

  #fault(code: FormulaFault['code'], message: string, { at }: Node): undefined {
    this.faults.push({ code, message, at });
  }
}

const isPlaces = (node: Node) =>
  node.kind === 'number' && /^\d+$/.test(node.text) && node.value.num <= MAX_PLACES;

const unknown = (name: string) => `There is no value called ${short(name)} here.`;
const unknownFunction = (name: string) =>
  `There is no function called ${short(name)}: there are ${[...functions.keys()].join(', ')}.`;
const short = (name: string) => (name.length > 60 ? `${name.slice(0, 60)}…` : name);
