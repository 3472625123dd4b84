// Runs modules in V8 for the tests beside it: a line of JSON for each module comes in, a line with what came of it goes
// out. Usage: node v8.mjs FILE, where the file is log.wat in binary.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const KINDS = ['i32', 'i64', 'f32', 'f64', 'v128'];
const MOST_LOGGED = 20_000;

let logged = [];
const log = (kind, low, high) => {
  if (logged.length < MOST_LOGGED)
    logged.push(`${KINDS[kind]} ${low}${kind === 4 ? ` ${high}` : ''}`);
};
const logging = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2])), { host: { log } });

const bits = new DataView(new ArrayBuffer(8));

// JavaScript does not keep which NaN it is.
function asText(value, kind) {
  switch (kind) {
    case 'i32':
    case 'i64':
      return `${kind} ${value}`;
    case 'f32':
      bits.setFloat32(0, value);
      return Number.isNaN(value) ? 'f32 nan' : `f32 ${bits.getUint32(0)}`;
    case 'f64':
      bits.setFloat64(0, value);
      return Number.isNaN(value) ? 'f64 nan' : `f64 ${bits.getBigInt64(0)}`;
    default:
      return `${kind} ${value === null ? 'null' : 'some'}`;
  }
}

function fromText([kind, text]) {
  switch (kind) {
    case 'i32':
      return Number(text);
    case 'i64':
      return BigInt(text);
    case 'f32':
      bits.setUint32(0, Number(text));
      return bits.getFloat32(0);
    case 'f64':
      bits.setBigInt64(0, BigInt(text));
      return bits.getFloat64(0);
    default:
      return null;
  }
}

function call(exports, { name, parameters, results }) {
  logged = [];
  const outcome = { results: [], trap: null, log: logged };
  try {
    exports.hangLimitInitializer?.();
    const value = exports[name](...parameters.map(fromText));
    const values = results.length === 0 ? [] : results.length === 1 ? [value] : [...value];
    outcome.results = values.map((one, index) => asText(one, results[index]));
  } catch (error) {
    outcome.trap = error.message;
  }
  return outcome;
}

function run({ module, calls }) {
  logged = [];
  let instance;
  try {
    instance = new WebAssembly.Module(Buffer.from(module, 'base64'));
    instance = new WebAssembly.Instance(instance, { 'fuzzing-support': logging.exports });
  } catch (error) {
    return { invalid: error instanceof WebAssembly.CompileError, trap: error.message, calls: [] };
  }
  const outcomes = calls.map((one) => call(instance.exports, one));
  const memory = instance.exports.memory
    ? createHash('sha256').update(new Uint8Array(instance.exports.memory.buffer)).digest('hex')
    : '';
  return { invalid: false, trap: null, calls: outcomes, memory };
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
