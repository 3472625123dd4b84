// graphile-worker beside us: how fast queued jobs are claimed, and how fast they are claimed and completed.
// Usage: node graphile-worker.mjs PORT JOBS WORKERS    Prints one line of JSON.
import { EventEmitter } from "node:events";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { Times } from "./times.mjs";
// The library's own statement that takes the next job; the package offers it only inside its loop.
import { batchGetJobs } from "./node_modules/graphile-worker/dist/sql/getJobs.js";

const [port, jobs, workers] = process.argv.slice(2).map(Number);
const connectionString = `postgres://postgres@127.0.0.1:${port}/postgres`;
const quiet = new Logger(() => () => {});
const batch = 1000;

async function filled(identifier) {
  const utils = await makeWorkerUtils({ connectionString, logger: quiet });
  await utils.migrate();
  for (let made = 0; made < jobs; made += batch)
    await utils.addJobs(Array.from({ length: batch }, (_, i) => ({ identifier, payload: { number: made + i } })));
  await utils.withPgClient((client) => client.query("vacuum analyze graphile_worker._private_jobs"));
  await utils.release();
}

// One statement takes the next job and locks it; each worker has a connection of its own.
async function claim() {
  await filled("claims");
  const clients = await Promise.all(Array.from({ length: workers }, async () => {
    const client = new pg.Client(connectionString);
    await client.connect();
    return client;
  }));
  const shared = {
    workerSchema: "graphile_worker",
    escapedWorkerSchema: "graphile_worker",
    resolvedPreset: { worker: { preparedStatements: true, useNodeTime: false } },
    logger: quiet,
  };
  const tasks = { claims: () => {} };
  const take = (client, number) => {
    const withClient = (call) => call(client);
    withClient.withRetries = withClient;
    return batchGetJobs(shared, withClient, tasks, `worker-${number}`, null, 1);
  };
  const times = new Times();
  await Promise.all(clients.map(async (client, number) => {
    for (;;) {
      const start = performance.now();
      if ((await take(client, number)).length === 0)
        return;
      times.add(start);
    }
  }));
  const summary = times.summary(jobs);
  await Promise.all(clients.map((client) => client.end()));
  return summary;
}

// The library's own loop. A time runs from asking for a job until it is there; with a local queue most are there before
// they are asked for, because they were locked by the batch.
async function claimAndComplete(identifier, settings) {
  await filled(identifier);
  const events = new EventEmitter();
  const asked = new Map();
  let times;
  let left = jobs;
  const done = new Promise((resolve) => {
    events.on("worker:getJob:start", ({ worker }) => {
      times ??= new Times();
      asked.set(worker, performance.now());
    });
    events.on("job:start", ({ worker }) => times.add(asked.get(worker)));
    events.on("job:complete", () => {
      if (--left === 0)
        resolve();
    });
  });
  const runner = await run({
    preset: { worker: { connectionString, concurrentJobs: workers, maxPoolSize: workers + 2, ...settings } },
    taskList: { [identifier]: () => {} },
    noHandleSignals: true,
    logger: quiet,
    events,
  });
  await done;
  const summary = times.summary(jobs);
  await runner.stop();
  return summary;
}

const batching = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
const answer = {
  claim: await claim(),
  claimAndComplete: await claimAndComplete("plain", {}),
  claimAndCompleteInBatches: await claimAndComplete("batched", batching),
};
console.log(JSON.stringify(answer));
process.exit(0);
