/** The little XML that STS and S3 answer with. */

export type Element = { readonly [name: string]: Content };
type Content = string | number | boolean | Element | readonly (string | Element)[] | undefined;

export const xmlDocument = (element: Element): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${xml(element)}`;

function xml(element: Element): string {
  return Object.entries(element)
    .flatMap(([name, content]) => asList(content).map((each) => tag(name, each)))
    .join('');
}

function asList(content: Content): readonly (string | number | boolean | Element)[] {
  if (content === undefined) return [];
  if (Array.isArray(content)) return content;
  return [content as string | number | boolean | Element];
}

function tag(name: string, content: string | number | boolean | Element): string {
  const inside = typeof content === 'object' ? xml(content) : escaped(String(content));
  return `<${name}>${inside}</${name}>`;
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
