// Assembles modules and runs them in V8 for the tests beside it: a line of JSON for each module comes in, a line with its
// bytes and what came of it goes out. It is run by a Node.js whose V8 knows exceptions as references. Usage: node
// exceptions.mjs FOLDER, where the folder has the package wabt.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const wabt = await createRequire(join(process.argv[2], 'here.js'))('wabt')();
const TAGS = { t0: 1, t1: 0, t2: 3 };

function assemble(text) {
  const module = wabt.parseWat('module.wat', text, { exceptions: true, tail_call: true });
  try {
    module.validate();
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

// The last tag has a reference among its values, which JavaScript cannot see.
function describe(error, exports) {
  if (error instanceof WebAssembly.RuntimeError)
    return 'trap';
  if (!(error instanceof WebAssembly.Exception))
    throw error;
  for (const [name, count] of Object.entries(TAGS)) {
    if (error.is(exports[name]))
      return [name, ...Array.from({ length: count }, (_, index) => error.getArg(exports[name], index))].join(' ');
  }
  return 'exception';
}

// A host that calls back, throws, or catches what the guest throws.
function hostOf(instance) {
  return (number) => {
    const { exports } = instance.current;
    switch (number & 3) {
      case 0:
        throw new WebAssembly.Exception(exports.t0, [number]);
      case 1:
        return exports.f5(number);
      case 2:
        try {
          return exports.f4(number);
        } catch (error) {
          if (error instanceof WebAssembly.Exception && error.is(exports.t0))
            return error.getArg(exports.t0, 0) + 1;
          throw error;
        }
      default:
        return number;
    }
  };
}

function run({ text, inputs }) {
  const bytes = assemble(text);
  const instance = {};
  instance.current = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { call: hostOf(instance) } });
  const { exports } = instance.current;
  const outcomes = inputs.map((input) => {
    exports.steps.value = 3000;
    let outcome;
    try {
      outcome = `${exports.f0(input)}`;
    } catch (error) {
      outcome = describe(error, exports);
    }
    return `${outcome}; ${exports.state.value}, ${exports.steps.value}`;
  });
  return { module: bytes.toString('base64'), outcomes };
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
