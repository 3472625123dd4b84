// Times every kernel in V8. Usage: node time.mjs FOLDER [part of a name]
// Prints one JSON object: for each kernel its checksum and the times in milliseconds of all rounds but the first, which
// V8 begins with its quick compiler.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROUNDS = 5;
const [folder, part = ''] = process.argv.slice(2);
const sizes = JSON.parse(readFileSync(new URL('sizes.json', import.meta.url)));
const times = {};
for (const [name, size] of Object.entries(sizes)) {
  if (!name.includes(part))
    continue;
  const module = new WebAssembly.Module(readFileSync(join(folder, `${name}.wasm`)));
  const { run } = new WebAssembly.Instance(module).exports;
  const milliseconds = [];
  let checksum = run(size);
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    checksum = run(size);
    milliseconds.push(performance.now() - start);
  }
  times[name] = { checksum, milliseconds };
}
console.log(JSON.stringify(times));
