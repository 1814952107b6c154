/** S3's own protocol: operations are HTTP methods on paths, bodies may come in signed chunks, errors are XML. */
import { randomUUID } from 'node:crypto';
import { type Asked, AwsError, type Reply, type Request } from './endpoint.ts';
import { type Element, xmlDocument } from './xml.ts';

const ON_OBJECT: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** Path style: /bucket/key */
export function readS3(request: Request): Asked {
  const [, bucket = '', ...rest] = request.url.pathname.split('/');
  const key = rest.map(decodeURIComponent).join('/');
  const query = request.url.searchParams;
  const listing = request.method === 'GET' && query.get('list-type') === '2';
  const operation = key ? ON_OBJECT[request.method] : listing ? 'ListObjectsV2' : undefined;
  if (!operation || query.has('uploadId') || query.has('uploads'))
    throw new AwsError(
      'NotImplemented',
      `The local host does not run S3's ${request.method} ${request.url.search}.`,
      501,
    );
  return {
    operation,
    input: { Bucket: decodeURIComponent(bucket), Key: key, Prefix: query.get('prefix') ?? '' },
  };
}

export function bodyOf({ headers, body }: Request): Buffer {
  const chunked = headers['content-encoding']?.includes('aws-chunked');
  return chunked || headers['x-amz-decoded-content-length'] ? unchunked(body) : body;
}

/** size in hex [;signature] CRLF, that many bytes, CRLF, and so on until a size of 0. */
function unchunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (end < 0 || !(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

export function xmlReply(element: Element): Reply {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xmlDocument(element) };
}

export function refuseInS3({ code, message, status }: AwsError): Reply {
  const denied = code === 'AccessDeniedException';
  const body = xmlDocument({
    Error: { Code: denied ? 'AccessDenied' : code, Message: message, RequestId: randomUUID() },
  });
  return { status: denied ? 403 : status, headers: { 'content-type': 'application/xml' }, body };
}
