// How long V8 takes to bring a module to life. Usage: node starts.mjs FILE TIMES
// Prints one JSON object with medians in milliseconds: `start` from the bytes to the end of the first call, without what
// the call itself takes, which a second one shows; `instantiate` an instance more of a compiled module.
import { readFileSync } from 'node:fs';

const [file, times] = process.argv.slice(2);
const bytes = readFileSync(file);
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const starts = [];
const instances = [];

for (let i = 0; i < Math.min(Number(times), 50); i++) {
  // A section that means nothing makes it another module: V8 keeps the code of one that it has seen.
  const number = Buffer.alloc(4);
  number.writeInt32LE(i);
  const different = Buffer.concat([bytes, Buffer.from([0, 6, 1, 110]), number]);
  const start = performance.now();
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(different)).exports;
  run(0);
  const middle = performance.now();
  run(0);
  starts.push(middle - start - (performance.now() - middle));
}

const module = new WebAssembly.Module(bytes);
for (let i = 0; i < Number(times); i++) {
  const start = performance.now();
  new WebAssembly.Instance(module);
  instances.push(performance.now() - start);
}

console.log(JSON.stringify({ start: median(starts), instantiate: median(instances) }));
