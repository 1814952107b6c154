/** The stacks as a whole: the same every time, one more cell at a time, within the limits of AWS. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAssembly } from '../../infra/app.ts';
import { bundle, bundleFiles, lambdaFolder } from '../../infra/build.ts';
import { functionsFolder, readModules } from '../../infra/modules.ts';
import { readCells } from '../../infra/names.ts';
import { report } from '../../infra/sizes.ts';
import { Templates, templateTexts } from './templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'attain-stacks-'));
const made = (name: string) => join(folder, name);

beforeAll(async () => {
  const modules = await readModules();
  if (!existsSync(lambdaFolder)) await bundle(modules);
  makeAssembly(modules, { outdir: made('pool'), checks: false, context: { cells: 'pool' } });
  makeAssembly(modules, { outdir: made('again'), checks: false, context: { cells: 'pool' } });
  makeAssembly(modules, { outdir: made('two'), checks: false, context: { cells: 'pool,acme' } });
  const restored = { pool: { table: 'attain-pool-2', streamArn: 'arn:aws:dynamodb:eu-west-1:1:table/x' } };
  makeAssembly(modules, { outdir: made('restored'), checks: false, context: { restored } });
});
afterAll(() => rmSync(folder, { recursive: true }));

const filesOf = (name: string) => {
  const all = readdirSync(made(name), { recursive: true, withFileTypes: true });
  return (
    all
      // Where in our code a construct was made is for findings of a synth, and is never deployed.
      .filter((found) => found.isFile() && !found.name.endsWith('.metadata.json'))
      .map((found) => join(found.parentPath, found.name))
      .sort()
  );
};

describe('synth', () => {
  it('A126 gives the same templates and assets, byte for byte, so that a second deployment changes nothing', () => {
    const strip = (name: string) => filesOf(name).map((file) => file.slice(made(name).length));
    expect(strip('again')).toEqual(strip('pool'));
    const different = strip('pool').filter(
      (file) => !readFileSync(made('pool') + file).equals(readFileSync(made('again') + file)),
    );
    expect(different).toEqual([]);
  });

  it('gives the same bundles when it is repeated, with nothing of this machine in them', async () => {
    const some = (await readModules()).filter(({ name }) => ['tenants', 'settings'].includes(name));
    const bytes = async () =>
      (await bundleFiles(some, functionsFolder)).map(({ path, text }) => [path, text] as const);
    const once = await bytes();
    expect(once.length).toBeGreaterThan(4);
    expect(await bytes()).toEqual(once);
    for (const [path, text] of once) expect(text.includes(process.cwd()), path).toBe(false);
  });

  it('A126 adds the stacks of a new cell and leaves every other template as it was', () => {
    const one = templateTexts(made('pool'));
    const two = templateTexts(made('two'));
    expect([...one.keys()].sort()).toEqual(['Attain-control', 'Attain-pool', 'Attain-pool-data']);
    const added = [...two.keys()].filter((stack) => !one.has(stack));
    expect(added.sort()).toEqual(['Attain-acme', 'Attain-acme-data']);
    for (const [stack, text] of one) expect(two.get(stack) === text, `${stack} changed`).toBe(true);
  });

  it('builds every cell alike: only the name of the cell differs', () => {
    const two = templateTexts(made('two'));
    for (const kind of ['', '-data']) {
      const renamed = two.get(`Attain-acme${kind}`)?.replaceAll('acme', 'pool');
      expect(renamed === two.get(`Attain-pool${kind}`)).toBe(true);
    }
  });

  it('points a cell at a restored table without touching the stack that holds its data', () => {
    const before = templateTexts(made('pool'));
    const after = templateTexts(made('restored'));
    expect(after.get('Attain-pool-data') === before.get('Attain-pool-data')).toBe(true);
    expect(after.get('Attain-pool')).toContain('"TABLE_NAME": "attain-pool-2"');
    expect(after.get('Attain-pool')).not.toContain('"TABLE_NAME": "attain-pool"');
    expect(after.get('Attain-pool')).not.toContain('Attain-pool-stream-arn');
  });

  it('knows no account, no region and no secret', () => {
    for (const [stack, text] of templateTexts(made('two'))) {
      expect(text.match(/\b\d{12}\b|(eu|us|ap)-[a-z]+-\d|AKIA\w+/g), stack).toBeNull();
    }
  });

  it('stays within what AWS allows in a stack and on an API, and says how far that is', () => {
    const text = report(made('two'));
    expect(text).toMatch(/^Attain-pool +\d+ of 500 resources$/m);
    expect(text).toMatch(/^ {2}CellApi +\d+ of 300 routes$/m);
  });
});

describe('deployment', () => {
  it('makes every resource after those it names: no circle anywhere', () => {
    for (const [stack, { Resources }] of new Templates(made('two')).byStack) {
      const needs = (id: string) => [...namedIn(Resources[id])].filter((name) => name in Resources);
      const done = new Set<string>();
      const visit = (id: string, path: readonly string[]): void => {
        expect(path, `${stack}: a circle`).not.toContain(id);
        if (done.has(id)) return;
        for (const need of needs(id)) visit(need, [...path, id]);
        done.add(id);
      };
      for (const id of Object.keys(Resources)) visit(id, []);
    }
  });

  it('imports only what a stack below exports, and nothing of a cell goes to another', () => {
    const { byStack } = new Templates(made('two'));
    const exports = new Map(
      [...byStack].flatMap(([stack, { Outputs = {} }]) =>
        Object.values(Outputs as Record<string, { Export?: { Name: string } }>).flatMap(({ Export }) =>
          Export ? [[Export.Name, stack] as const] : [],
        ),
      ),
    );
    for (const [stack, template] of byStack) {
      const imported = [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"]+)"/g)];
      const below = new Set(imported.map(([, name = '']) => exports.get(name)));
      const allowed = /^Attain-(pool|acme)$/.test(stack) ? ['Attain-control', `${stack}-data`] : [];
      expect(below).toEqual(new Set(allowed));
    }
  });
});

/** Logical ids that a resource refers to. */
function* namedIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inside] of Object.entries(value)) {
    if (key === 'Ref') yield String(inside);
    else if (key === 'Fn::GetAtt') yield String((inside as string[])[0]);
    else if (key === 'DependsOn') yield* [inside].flat() as string[];
    else yield* namedIn(inside);
  }
}

describe('what outlives a deployment', () => {
  it('is kept when its stack is deleted: tables, keys, blobs and people', () => {
    const stateful = /^AWS::(DynamoDB::GlobalTable|KMS::Key|S3::Bucket|Cognito::UserPool)$/;
    for (const [stack, { Resources }] of new Templates(made('pool')).byStack) {
      for (const [id, resource] of Object.entries(Resources)) {
        if (!stateful.test(resource.Type)) continue;
        expect(resource, `${stack}/${id}`).toMatchObject({
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
        });
      }
    }
  });

  it('is a table that can be restored to any second and cannot be deleted by mistake', () => {
    for (const { Properties } of new Templates(made('pool')).of('AWS::DynamoDB::GlobalTable')) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      });
    }
  });
});

describe('cells', () => {
  it('are named by small letters and digits, each once', () => {
    expect(readCells('pool, acme')).toEqual(['pool', 'acme']);
    for (const wrong of ['', 'Pool', 'a-data', 'control', 'cells', 'pool,pool', 'x'.repeat(17)]) {
      expect(() => readCells(wrong), wrong).toThrow(/cell/);
    }
  });
});
