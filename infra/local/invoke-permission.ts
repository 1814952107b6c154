/** Whether a function's resource policy lets an HTTP API call it; AWS answers 500 when it does not. */
import type { Resource } from './kinds.ts';
import type { HttpRoute } from './routes.ts';

export function mayInvoke(permissions: readonly Resource[], api: Resource, route: HttpRoute): boolean {
  const [, , , region, account, , name] = route.functionArn.split(':');
  const [method, path = ''] = route.key.split(' ');
  const caller = `arn:aws:execute-api:${region}:${account}:${api.name}/$default/${method}${path}`;
  return permissions.some(
    ({ properties }) =>
      properties['Principal'] === 'apigateway.amazonaws.com' &&
      properties['Action'] === 'lambda:InvokeFunction' &&
      [route.functionArn, name].includes(String(properties['FunctionName'])) &&
      like(caller, String(properties['SourceArn'] ?? '*')),
  );
}

function like(text: string, pattern: string): boolean {
  const literal = (part: string) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(text);
}
