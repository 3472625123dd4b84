// BullMQ beside us: how fast queued jobs are claimed, and how fast they are claimed and completed.
// Usage: node bullmq.mjs PORT JOBS WORKERS    Prints one line of JSON.
import { Queue, Worker } from "bullmq";
import { Times } from "./times.mjs";

const [port, jobs, workers] = process.argv.slice(2).map(Number);
const connection = { host: "127.0.0.1", port, maxRetriesPerRequest: null };
const batch = 1000;

async function filled(name) {
  const queue = new Queue(name, { connection });
  for (let made = 0; made < jobs; made += batch)
    await queue.addBulk(Array.from({ length: batch }, (_, i) => ({ name: "task", data: { number: made + i } })));
  return queue;
}

// One call takes the next job and locks it. With one connection for all, calls travel together; agents that are
// programs of their own have a connection each.
async function claim(name, connections) {
  const queue = await filled(name);
  const list = await Promise.all(Array.from({ length: connections }, async () => {
    const worker = new Worker(name, null, { connection, lockDuration: 600_000 });
    await worker.waitUntilReady();
    return worker;
  }));
  const times = new Times();
  await Promise.all(Array.from({ length: workers }, async (_, number) => {
    for (;;) {
      const start = performance.now();
      if (!await list[number % connections].getNextJob(`worker-${number}`, { block: false }))
        return;
      times.add(start);
    }
  }));
  const summary = times.summary(jobs);
  await Promise.all(list.map((worker) => worker.close()));
  await queue.close();
  return summary;
}

// The library's own loop, in which one call completes a job and brings the next. A time runs from the start of a job,
// which itself does nothing, until it is completed.
async function claimAndComplete() {
  const queue = await filled("work");
  const starts = new Map();
  const worker = new Worker("work", async (job) => void starts.set(job.id, performance.now()),
    { connection, concurrency: workers, autorun: false });
  await worker.waitUntilReady();
  const times = new Times();
  let left = jobs;
  await new Promise((resolve, reject) => {
    worker.on("completed", (job) => {
      times.add(starts.get(job.id));
      if (--left === 0)
        resolve();
    });
    worker.on("error", reject);
    worker.run().catch(reject);
  });
  const summary = times.summary(jobs);
  await worker.close();
  await queue.close();
  return summary;
}

const answer = {
  claim: await claim("shared", 1),
  claimOnOwnConnections: await claim("own", workers),
  claimAndComplete: await claimAndComplete(),
};
console.log(JSON.stringify(answer));
process.exit(0);
