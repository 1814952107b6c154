/** House rules that the compiler cannot see. Each failure names the file, the rule and the way out. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';

/** Upstream first: code imports from the left, facts go either way as events. */
const RIVER = [
  'tenants',
  'settings',
  'people',
  'territories',
  'rates',
  'periods',
  'quotas',
  'crm',
  'deals',
  'plans',
  'letters',
  'ledger',
  'imports',
  'runs',
  'milestones',
  'sweep',
  'statements',
  'analytics',
  'console',
];
/** Modules that nothing imports and that import no other. */
const ISLANDS = ['outbox', 'registry-outbox', 'audit', 'registry-audit'];
/** A module that keeps two kinds of things has a store for each. */
const STORE = /^store(-[a-z-]+)?\.ts$/;
const ENTRY = /^(api|on|cron|stream|step)(-[a-z-]+)?\.ts$/;
const WORKFLOW = /^workflow-[a-z-]+\.ts$/;

type Source = { path: string; text: string; lines: string[]; imports: string[]; functions: FunctionAt[] };
type FunctionAt = { line: number; length: number };

const sources = ['shared', 'functions', 'infra', 'test'].flatMap(sourcesUnder);
const product = sources.filter(({ path }) => !path.startsWith('test/'));

it('keeps the fixed top level', () => {
  const allowed = `
    package.json package-lock.json tsconfig.json cdk.json README.md LICENSE CONTRIBUTING.md CHANGELOG.md
    biome.json .oxlintrc.json vitest.config.ts infra functions shared test docs .ci .git .gitignore
    node_modules cdk.out cdk.out.local cdk.context.json dist .attain
  `;
  const others = readdirSync('.').filter((name) => !allowed.split(/\s+/).includes(name));
  expect(others, 'put it into infra, functions, shared or test').toEqual([]);
});

it('gives every module a place on the river', () => {
  const folders = readdirSync('functions').filter((name) => !name.includes('.'));
  const lost = folders.filter((name) => !RIVER.includes(name) && !ISLANDS.includes(name));
  expect(lost, 'add it to RIVER in test/tidy.test.ts, after all that it imports').toEqual([]);
});

it('lets each kind of file import only what it may', () => {
  expect(breaches(product, forbiddenImports)).toEqual([]);
});

it('keeps rules pure: no waiting, no clock, no chance, no environment', () => {
  const impure = /\b(async |await |new Date\(|Date\.now|Math\.random|randomBytes|randomUUID|process\.env)/g;
  expect(
    breaches(product, function* ({ path, text }) {
      if (!['rule', 'kernel'].includes(roleOf(path)) || path === 'shared/kernel/time.ts') return;
      for (const [what] of code(text).matchAll(impure)) {
        yield `a rule has no '${what.trim()}': load in the entry or the store and pass it in`;
      }
    }),
  ).toEqual([]);
});

it('reads time from the event, not from the machine', () => {
  /** Credentials live by the machine's clock, as those who issue them do. */
  const credentials = 'shared/aws.ts';
  expect(
    breaches(product, function* ({ path, text }) {
      if (!/^(functions|shared)\//.test(path) || path === credentials) return;
      if (/Date\.now|new Date\(\)/.test(code(text))) yield 'take `now` from the event';
    }),
  ).toEqual([]);
});

it('never asks whether it runs on a laptop', () => {
  expect(
    breaches(product, function* ({ path, text }) {
      if (!/^(functions|shared)\//.test(path)) return;
      if (/localhost|127\.0\.0\.1|\bisLocal\b|NODE_ENV/.test(code(text)))
        yield 'let the template say what differs';
    }),
  ).toEqual([]);
});

it('reaches the table through one folder', () => {
  expect(
    breaches(product, function* ({ path, imports }) {
      if (!/^(functions|shared)\//.test(path) || path.startsWith('shared/table/')) return;
      if (imports.some((name) => /@aws-sdk\/(client|lib)-dynamodb/.test(name))) {
        yield 'use shared/table/table.ts, which holds every key to its owner';
      }
    }),
  ).toEqual([]);
});

it('compares secrets in constant time', () => {
  expect(
    breaches(product, function* ({ path, text }) {
      if (!/^(functions|shared)\//.test(path)) return;
      if (
        /(signature|secret|hmac|digest)\w* (===|!==) /i.test(code(text).replace(/digest === undefined/g, ''))
      ) {
        yield 'compare secrets with timingSafeEqual over digests of fixed length';
      }
    }),
  ).toEqual([]);
});

it('keeps functions on one screen, files in one sitting and lines readable', () => {
  expect(
    breaches(sources, function* ({ path, lines, functions }) {
      if (lines.length > 301) yield `${lines.length} lines: it holds two ideas, split it`;
      for (const { line, length } of path.startsWith('test/') ? [] : functions) {
        if (length > 50) yield `the function at line ${line} has ${length} lines: 50 fit on a screen`;
      }
      const long = lines.findIndex((line) => line.length > 120 && !/https?:|regex|['"`]{1}.{90}/.test(line));
      if (long >= 0) yield `line ${long + 1} is too long to read: 110 columns`;
    }),
  ).toEqual([]);
  const short = product.filter(({ lines }) => lines.length <= 150).length;
  expect(short / product.length, 'nine files in ten have at most 150 lines').toBeGreaterThan(0.85);
});

it('opens every file with a sentence that says what it is', () => {
  expect(
    breaches(product, function* ({ path, lines }) {
      if (basename(path) === 'module.ts' && path !== 'shared/module.ts') return;
      if (!/^(\/\*\*|\/\/)/.test(lines[0] ?? '')) yield 'begin with a comment that says what this file is';
    }),
  ).toEqual([]);
});

it('leaves nothing behind', () => {
  const bans: [RegExp, string][] = [
    [/\b(TODO|FIXME)\b/, 'do it, or say so in the note of the session'],
    [/\bas any\b|@ts-ignore|@ts-nocheck/, 'say what it is'],
    [/\b(it|test|describe)\.(skip|only|todo)\b/, 'a test runs or is deleted'],
    [/\bdebugger\b/, 'left over'],
  ];
  expect(
    breaches(sources, function* ({ path, text }) {
      if (path === 'test/tidy.test.ts') return;
      for (const [ban, way] of bans)
        if (ban.test(way === 'say what it is' ? code(text) : text)) yield `${ban.source}: ${way}`;
      if (/^(functions|shared)\//.test(path) && /console\.(log|error|info)/.test(text)) {
        yield 'console: use shared/log.ts';
      }
      if (/^(functions|shared)\//.test(path) && /parseFloat\(|\.toFixed\(/.test(text)) {
        yield 'a float: money and rates are exact, see shared/kernel/money.ts and rational.ts';
      }
    }),
  ).toEqual([]);
});

/** What a file may import, by what its name says it is. */
const MAY: Record<string, readonly string[]> = {
  kernel: ['kernel', 'zod', 'node', 'temporal-polyfill'],
  manifest: ['manifest', 'workflow'],
  workflow: ['shared', 'kernel'],
  rule: ['kernel', 'rule', 'zod'],
  store: ['kernel', 'rule', 'store', 'shared', 'zod'],
  entry: ['kernel', 'rule', 'store', 'shared', 'manifest', 'zod', 'package', 'node', 'document'],
  shared: ['kernel', 'shared', 'manifest', 'zod', 'package', 'node'],
  infra: ['infra', 'manifest', 'shared', 'kernel', 'zod', 'package', 'node', 'document'],
  contract: [
    'infra',
    'contract',
    'manifest',
    'shared',
    'kernel',
    'entry',
    'zod',
    'package',
    'node',
    'document',
  ],
  local: ['local', 'package', 'node', 'zod', 'temporal-polyfill'],
  cli: ['cli', 'package', 'node', 'zod', 'rule', 'kernel', 'infra', 'local', 'document'],
};

function* forbiddenImports({ path, imports }: Source): Generator<string> {
  const role = roleOf(path);
  for (const name of imports) {
    const kind = roleOf(name);
    if (['rule', 'store'].includes(role) && name === 'node:crypto') continue;
    if (!MAY[role]?.includes(kind)) yield `a file that is ${role} may not import ${name} (${kind})`;
    if (placeOf(name) > placeOf(path)) yield `${name} is downstream: publish an event instead`;
    if (role === 'entry' && kind === 'entry') yield `${name} is another Lambda: share a rule or the store`;
  }
}

function roleOf(path: string): string {
  if (path === 'zod' || path === 'temporal-polyfill') return path;
  if (path.startsWith('node:')) return 'node';
  if (path.endsWith('.json')) return 'document';
  if (!/^(shared|functions|infra|test)\//.test(path)) return 'package';
  if (path.startsWith('shared/kernel/')) return 'kernel';
  if (path.endsWith('/module.ts')) return 'manifest';
  if (path.startsWith('infra/openapi/')) return 'contract';
  if (path.startsWith('infra/local/')) return 'local';
  if (path.startsWith('infra/cli/')) return 'cli';
  if (!path.startsWith('functions/')) return path.split('/')[0] ?? '';
  const inModule = path.split('/').length === 3;
  if (inModule && ENTRY.test(basename(path))) return 'entry';
  if (inModule && WORKFLOW.test(basename(path))) return 'workflow';
  return STORE.test(basename(path)) ? 'store' : 'rule';
}

/** Where on the river a module stands. Shared files stand before all of them, what deploys and asks them after. */
function placeOf(path: string): number {
  if (path.startsWith('infra/')) return RIVER.length;
  return path.startsWith('functions/') ? RIVER.indexOf(path.split('/')[1] ?? '') : -1;
}

function breaches(files: readonly Source[], rule: (file: Source) => Iterable<string>): string[] {
  return files.flatMap((file) => [...rule(file)].map((why) => `${file.path}: ${why}`));
}

function sourcesUnder(root: string): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => sourceOf(join(root, name)));
}

function sourceOf(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const { program, module } = parseSync(path, text);
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const functions: FunctionAt[] = [];
  const found = (node: { start: number; end: number }) => {
    const line = lineAt(node.start);
    functions.push({ line, length: lineAt(node.end) - line + 1 });
  };
  new Visitor({
    FunctionDeclaration: found,
    FunctionExpression: found,
    ArrowFunctionExpression: found,
  }).visit(program);
  const typeOnly = (names: readonly { isType: boolean }[]) =>
    names.length > 0 && names.every(({ isType }) => isType);
  const imports = module.staticImports.map(({ moduleRequest, entries }) => {
    const name = moduleRequest.value;
    const target = name.startsWith('.') ? normalize(join(dirname(path), name)) : name;
    return basename(path) === 'module.ts' && target.startsWith('shared/') && typeOnly(entries)
      ? 'shared/module.ts'
      : target;
  });
  return { path, text, lines: text.split('\n'), imports, functions };
}

/** The text without its comments: prose may name what code may not do. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
