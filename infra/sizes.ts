/** How close the stacks are to the limits of AWS: resources and size of a template, routes of an API. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RESOURCES = 500;
const KILOBYTES = 1_000;
const ROUTES = 300;

type Template = { Resources: Record<string, { Type: string; Properties?: { Body?: { paths: object } } }> };

export function report(outdir: string): string {
  const lines = readdirSync(outdir)
    .filter((file) => file.endsWith('.template.json'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(outdir, file), 'utf8');
      const { Resources } = JSON.parse(text) as Template;
      const stack = file.replace('.template.json', '');
      const apis = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api');
      return [
        line(stack, Object.keys(Resources).length, RESOURCES, 'resources'),
        line('  template', Math.ceil(text.length / 1_000), KILOBYTES, 'KB'),
        ...apis.map(([id, { Properties }]) =>
          line(`  ${id}`, routes(Properties?.Body?.paths ?? {}), ROUTES, 'routes'),
        ),
      ];
    });
  return lines.join('\n');
}

function line(what: string, count: number, limit: number, of: string): string {
  if (count > limit) throw new Error(`${what.trim()} has ${count} ${of}; AWS allows ${limit}.`);
  return `${what.padEnd(24)} ${String(count).padStart(4)} of ${limit} ${of}`;
}

const routes = (paths: object) =>
  Object.values(paths).reduce((sum: number, methods: object) => sum + Object.keys(methods).length, 0);
