// Works at a fabric as an agent does, with the protocol's own client. Prints what it saw as one JSON document.
// Usage: node client.mjs SWARM stdio PROGRAM [ARGUMENT...] | node client.mjs SWARM http URL TOKEN
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

// The packages lie where the set-up has put them, not beside this file.
const packages = createRequire(path.join(process.env.MCP_CLIENT_FOLDER, 'package.json'));
const load = (part) => import(pathToFileURL(packages.resolve(`@modelcontextprotocol/sdk/${part}`)).href);
const { Client } = await load('client/index.js');
const { StdioClientTransport } = await load('client/stdio.js');
const { StreamableHTTPClientTransport } = await load('client/streamableHttp.js');
const types = await load('types.js');

const patience = 30_000;
const [swarm, kind, target, ...rest] = process.argv.slice(2);

function newTransport() {
  if (kind === 'stdio') {
    return new StdioClientTransport({ command: target, args: rest, env: process.env, stderr: 'inherit' });
  }

  const requestInit = { headers: { Authorization: `Bearer ${rest[0]}` } };
  return new StreamableHTTPClientTransport(new URL(target), { requestInit });
}

async function connect() {
  const client = new Client({ name: 'tester', version: '1.0.0' });
  const told = [];
  const waiting = new Set();
  const keep = (note) => {
    told.push(note);
    for (const check of waiting) check();
  };
  client.setNotificationHandler(types.LoggingMessageNotificationSchema, (note) => keep(note.params.data));
  client.setNotificationHandler(types.ResourceUpdatedNotificationSchema, (note) => keep({ updated: note.params.uri }));
  // A failure says what was asked.
  const ask = client.request.bind(client);
  client.request = (request, ...more) => ask(request, ...more).catch((error) => {
    error.message = `${request.method} ${request.params?.name ?? ''}: ${error.message}`;
    throw error;
  });
  const transport = newTransport();
  await client.connect(transport);

  // Resolves once something was told that matches.
  const until = (what, matches) => new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not told: ${what}; but ${JSON.stringify(told)}`)), patience);
    const check = () => {
      const found = told.find(matches);
      if (found === undefined) return;
      clearTimeout(late);
      waiting.delete(check);
      resolve(found);
    };
    waiting.add(check);
    check();
  });

  const call = async (name, args = {}) => {
    const result = await client.callTool({ name, arguments: args });
    return result.isError ? { error: JSON.parse(result.content[0].text) } : result.structuredContent;
  };
  return { client, transport, told, until, call };
}

const seen = {};
const worker = await connect();
const giver = await connect();
seen.server = worker.client.getServerVersion();
seen.protocol = worker.transport.protocolVersion ?? null;
seen.tools = (await worker.client.listTools()).tools;
await giver.client.listTools();

const registered = await worker.call('swarm_register', { swarm, capabilities: ['docs:write'], capacity: 2 });
await worker.until('picture', (note) => note.event === 'picture');
const uri = `if://swarm/${swarm}`;
await worker.client.subscribeResource({ uri });
seen.resources = (await worker.client.listResources()).resources.map((resource) => resource.uri);

const added = await giver.call('task_add', {
  type: 'write', payload: { page: 7 }, requires: ['docs:write'], budget_micro_usd: 5000, why: 'a test',
});
seen.assigned = await worker.until('assigned', (note) => note.event === 'assigned' && note.task.id === added.id);
seen.updated = await worker.until('updated', (note) => note.updated === uri);

const claimed = await worker.call('task_claim', { swarm, session: registered.session, task: added.id });
const { task, fence } = claimed.claims[0];
seen.claim = claimed.claims[0];
await worker.call('task_start', { task, fence });
await worker.call('task_progress', { task, fence, note: 'half of it', percent: 50 });
seen.stale = await giver.call('task_complete', { task, fence: fence - 1 });
seen.unknownArgument = await giver.call('task_show', { task, colour: 'red' });
seen.completed = await worker.call('task_complete', { task, fence, result: { words: 300 } });
seen.shown = await giver.call('task_show', { task });
seen.resource = JSON.parse((await worker.client.readResource({ uri })).contents[0].text);
seen.untold = await giver.client.subscribeResource({ uri }).catch((error) => error.message);
seen.unknownTool = await giver.client.callTool({ name: 'no_such_tool', arguments: {} }).catch((error) => error.message);
seen.giverWasTold = giver.told;
seen.left = await worker.call('swarm_leave', { swarm, session: registered.session }) ?? 'done';

if (kind === 'http') await giver.transport.terminateSession();
await giver.client.close();
await worker.client.close();
console.log(JSON.stringify(seen));
