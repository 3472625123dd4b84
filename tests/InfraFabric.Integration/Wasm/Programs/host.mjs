// Runs a program in V8, with the WASI that Node.js brings, as the tests beside it run it here. What it prints and how it
// ended goes to the standard output. Usage: node host.mjs command|assembly|quickjs|ruby MODULE FOLDER [ARGUMENT...]
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const RUBY_INIT = 'ruby-init: func(args: list<string>) -> ()';
const RUBY_EVAL = 'rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>';
const [kind, file, folder, ...args] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1', args: ['program', ...args], env: { GREETING: 'hello' }, preopens: { '/work': folder },
  returnOnExit: true,
});
const module = new WebAssembly.Module(readFileSync(file));
let exports;

// What is no part of WASI is there and does nothing.
function imports() {
  const all = { wasi_snapshot_preview1: wasi.wasiImport };
  for (const { module: from, name, kind: what } of WebAssembly.Module.imports(module))
    if (what === 'function' && !all[from]?.[name])
      (all[from] ??= {})[name] = () => 0;
  all.host = { print: (at) => console.log(utf16(at)) };
  return all;
}

// AssemblyScript keeps the length before the text.
function utf16(at) {
  const memory = Buffer.from(exports.memory.buffer);
  return memory.toString('utf16le', at, at + memory.readUInt32LE(at - 4));
}

function utf8(text, allocate) {
  const bytes = Buffer.from(text);
  const at = allocate(bytes.length);
  bytes.copy(Buffer.from(exports.memory.buffer), at);
  return [at, bytes.length];
}

const programs = {
  command: (instance) => wasi.start(instance),
  assembly: () => {
    console.log(exports.run(300));
    return exports.fail();
  },
  quickjs: (instance) => {
    wasi.initialize(instance);
    exports.qjs_init();
    exports.qjs_set_max_stack_size(64 * 1024);
    const [script, length] = utf8(`${readFileSync(args[0])}\0`, exports.wasm_malloc);
    const [name] = utf8('script.js\0', exports.wasm_malloc);
    const text = exports.qjs_get_string(exports.qjs_eval(script, length - 1, name, 0));
    const memory = Buffer.from(exports.memory.buffer);
    console.log(memory.toString('utf8', text, memory.indexOf(0, text)));
    return 0;
  },
  ruby: (instance) => {
    wasi.initialize(instance);
    const allocate = (size) => exports.cabi_realloc(0, 0, 1, size);
    const given = ['ruby.wasm\0', '-EUTF-8\0', '-e_=0\0'].map((text) => utf8(text, allocate)).flat();
    const list = exports.cabi_realloc(0, 0, 4, given.length * 4);
    new Uint32Array(exports.memory.buffer, list).set(given);
    exports[RUBY_INIT](list, given.length / 2);
    const pair = exports[RUBY_EVAL](...utf8(readFileSync(args[0], 'utf8'), allocate));
    return Buffer.from(exports.memory.buffer).readInt32LE(pair + 4);
  },
};

const instance = new WebAssembly.Instance(module, imports());
exports = instance.exports;
try {
  console.log(`ended with ${programs[kind](instance)}`);
} catch (error) {
  console.log(`stopped: ${error.message}`);
}
