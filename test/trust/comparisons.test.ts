/** Fault 51: in the whole product no secret is compared in a way that tells by its time how much was right. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expression, parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';

/** Names of what proves something: who knows it is somebody. */
const PROOF = /^(expected|given|candidate|(secret|signature|h?mac|hash|digest|token|password)s?(Of\w*)?)$/i;
const ENDING = /(Secret|Signature|Hmac|Mac|Hash|Digest|Token|Password)$/;

/** Where proofs are compared: every new place is to be read by somebody before it stands here. */
const PLACES = ['shared/http/cursor.ts', 'shared/http/standard-webhooks.ts', 'shared/sign-in/key-hash.ts'];

/** What sounds like a proof and is none, and why. */
const HARMLESS: Readonly<Record<string, string>> = {
  'functions/deals/store-pages.ts: pinned.has(hashOf(period, item))': 'the hash of a page is its name',
  'functions/runs/cases/judge.ts: is.includes(expected)': 'what a golden case expects is written in it',
  'shared/kernel/chain.ts: hashAfter(last.hash, said) !== hash': 'the hashes of an audit trail are public',
};

const TELLING = [
  'equals',
  'includes',
  'startsWith',
  'endsWith',
  'indexOf',
  'localeCompare',
  'compare',
  'has',
];

const files = ['shared', 'functions'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, name)),
);

/** The last name of an expression: `stored.hash` is a hash, `hash.length` is a length. */
function nameOf(node: Expression): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') return node.property.name;
  if (node.type === 'ParenthesizedExpression') return nameOf(node.expression);
  if (node.type === 'AwaitExpression') return nameOf(node.argument);
  return node.type === 'CallExpression' ? nameOf(node.callee) : '';
}

const isProof = (node: Expression): boolean => PROOF.test(nameOf(node)) || ENDING.test(nameOf(node));

/** That something is there at all, or begins as all of its kind do, tells nothing about it. */
const isPlain = (node: Expression): boolean =>
  node.type === 'Literal' || node.type === 'UnaryExpression' || /^(undefined|[A-Z_]+)$/.test(nameOf(node));

function tellingComparisons(text: string): string[] {
  const found: string[] = [];
  const judge = ({ start, end }: { start: number; end: number }, sides: readonly Expression[]) => {
    if (sides.some(isProof) && !sides.some(isPlain)) found.push(text.slice(start, end));
  };
  new Visitor({
    BinaryExpression(node) {
      const { operator, left, right } = node;
      if (/^[=!]==?$/.test(operator)) judge(node, [left, right]);
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || !TELLING.includes(nameOf(callee))) return;
      judge(node, [callee.object, ...node.arguments.filter((one) => one.type !== 'SpreadElement')]);
    },
  }).visit(parseSync('x.ts', text).program);
  return found;
}

it('fault 51 compares what proves something with timingSafeEqual alone', () => {
  const found = files.flatMap((file) =>
    tellingComparisons(readFileSync(file, 'utf8')).map((comparison) => `${file}: ${comparison}`),
  );
  const telling = found.filter((one) => !(one in HARMLESS));
  expect(telling, 'compare digests of one length with timingSafeEqual').toEqual([]);
  expect(Object.keys(HARMLESS).filter((one) => !found.includes(one))).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});

it.each([
  'stored.hash === given',
  'signatureOf(x) !== text',
  '(await hashOfKey(x)) === wanted',
  'secrets.includes(text)',
  'mac.equals(other)',
  'Buffer.compare(a, mac)',
  'body.clientSecret == text',
])('fault 51 would find %s', (comparison) => {
  expect(tellingComparisons(`if (${comparison}) go();`)).toHaveLength(1);
});

it.each([
  'hash === undefined',
  'digest.length !== 32',
  "signature.startsWith('v1,')",
  'secret.startsWith(PREFIX)',
])('fault 51 does not mind %s', (comparison) => {
  expect(tellingComparisons(`if (${comparison}) go();`)).toEqual([]);
});

it('fault 51 compares in as many places as somebody has read, and over one length in each', () => {
  const comparing = files.filter((file) => /[^.\w]timingSafeEqual\(/.test(readFileSync(file, 'utf8')));
  expect(comparing.sort()).toEqual(PLACES);
  for (const file of comparing) {
    const text = readFileSync(file, 'utf8');
    const isFixed = /timingSafeEqual\(digestOf\(/.test(text);
    // timingSafeEqual throws where lengths differ, so who compares other things looks at them first.
    const isMeasured = /length [!=]== \w+\.length (\|\| !|&& )timingSafeEqual/.test(text);
    expect(isFixed || isMeasured, file).toBe(true);
  }
});
