/** DynamoDB Local: the official jar, run by this machine's Java, in memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectTable, type Place, type TableClient } from './dynamodb-client.ts';

export type DynamoDbLocal = { readonly client: TableClient; readonly place: Place; stop(): Promise<void> };

const NO_JAVA =
  'DynamoDB Local needs Java: install it with `apt-get install default-jre-headless` or ' +
  '`brew install openjdk`, or point AWS_ENDPOINT_URL_DYNAMODB at an instance that you have.';

const JAVA_OPTIONS = [
  // Start-up counts more than peak speed: this saves a second of the two it takes.
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xshare:auto',
  '-Xmx1g',
  '-Djava.library.path=./DynamoDBLocal_lib',
];

const ACCESS_KEY_ID = 'local';

/** The tables at a place that somebody keeps, or that the environment names, or else an instance of our own. */
export async function startDynamoDb(place?: Place): Promise<DynamoDbLocal> {
  const endpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  if (place) return borrow(place);
  if (endpoint) return borrow({ endpoint, accessKeyId: ACCESS_KEY_ID });
  return startOwn();
}

async function startOwn(): Promise<DynamoDbLocal> {
  const port = await freePort();
  const java = spawnJava(port);
  const place = { endpoint: `http://127.0.0.1:${port}`, accessKeyId: ACCESS_KEY_ID };
  const client = connectTable(place);
  const stop = () => end(java, client);
  try {
    await Promise.race([answering(client, java), failure(java)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { client, place, stop };
}

async function borrow(place: Place): Promise<DynamoDbLocal> {
  const client = connectTable(place);
  await client.call('DynamoDB_20120810.ListTables', {}).catch(() => {
    throw new Error(`Nothing answers at AWS_ENDPOINT_URL_DYNAMODB=${place.endpoint}.`);
  });
  return { client, place, stop: async () => client.close() };
}

function spawnJava(port: number): ChildProcess {
  const home = process.env['JAVA_HOME'];
  const jar = ['-jar', 'DynamoDBLocal.jar', '-port', String(port)];
  const options = [...JAVA_OPTIONS, ...jar, '-inMemory', '-disableTelemetry'];
  const java = spawn(home ? join(home, 'bin', 'java') : 'java', options, {
    cwd: emulatorFolder(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endWithUs = () => java.kill();
  process.once('exit', endWithUs);
  java.once('exit', () => process.removeListener('exit', endWithUs));
  return java;
}

function emulatorFolder(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('amplify-dynamodb-simulator/package.json')), 'emulator');
}

async function answering(client: TableClient, java: ChildProcess): Promise<void> {
  while (java.pid !== undefined && java.exitCode === null) {
    const alive = await client.call('DynamoDB_20120810.ListTables', {}).catch(() => undefined);
    if (alive) return;
    await pause(20);
  }
  // It has ended: the other promise of the race says why.
  await new Promise(() => {});
}

/** Never resolves; rejects when there is no Java, or when it ends before it has answered. */
function failure(java: ChildProcess): Promise<never> {
  let said = '';
  java.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  return new Promise((_, reject) => {
    java.once('error', () => reject(new Error(NO_JAVA)));
    // macOS has a `java` that only says that there is none.
    java.once('exit', () => {
      const missing = /unable to locate a java/i.test(said);
      reject(new Error(missing ? NO_JAVA : `DynamoDB Local ended at once: ${said.trim()}`));
    });
  });
}

async function end(java: ChildProcess, client: TableClient): Promise<void> {
  client.close();
  if (java.exitCode !== null || java.signalCode !== null || java.pid === undefined) return;
  const ended = new Promise((done) => java.once('exit', done));
  java.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== 'object' || !address) throw new Error('No port is free.');
  return address.port;
}
