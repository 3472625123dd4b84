// What QuickJS is given to do; its value is what is compared.
(() => {
  const lines = [];
  const say = (...words) => lines.push(words.map((w) => (typeof w === 'string' ? w : JSON.stringify(w))).join(' '));
  class Account {
    #money = 0n;
    add(amount) { this.#money += BigInt(amount); return this; }
    get money() { return this.#money.toString(); }
  }
  say(new Account().add(2).add('9007199254740993').money, (2n ** 200n % 1000007n).toString());
  function* primes() {
    for (let n = 2; ; n++)
      if (!Array.from({ length: Math.floor(Math.sqrt(n)) - 1 }, (_, i) => i + 2).some((d) => n % d === 0)) yield n;
  }
  const found = [];
  for (const p of primes()) { if (p > 300) break; found.push(p); }
  say(found);
  say('2026-11-21T10:00:00Z'.replace(/(\d+)-(\d+)-(\d+)T(?<time>[\d:]+)Z/u, '$3.$2.$1 $<time>'), [...'a\u{1F600}b'].length);
  say([0.1 + 0.2, 1 / 3, 5e-324, 1e21, -0, 123456789012345680000, (255).toString(36), (0.5).toFixed(20)]);
  const cache = new Map();
  const fib = (n) => n < 2 ? n : cache.get(n) ?? (cache.set(n, fib(n - 1) + fib(n - 2)), cache.get(n));
  say(fib(80), [...cache.keys()].length);
  try { null.x; } catch (e) { say(e instanceof TypeError, e.message); }
  try { (function deep() { deep(); })(); } catch (e) { say(e.name); }
  say(JSON.parse('{"a":[1,{"b":null}],"c":"\\u00e9"}'), [3, 1, 10, 2].sort(), [3, 1, 10, 2].toSorted((a, b) => a - b));
  const words = 'the swarm claims the task and the fence holds the claim'.split(' ');
  say(Object.entries(Object.groupBy(words, (w) => w)).map(([w, all]) => [w, all.length]));
  const proxy = new Proxy({}, { get: (_, name) => `no ${String(name)}` });
  say(proxy.money, Symbol.for('x').toString(), new Uint8Array([1, 2, 300]).join());
  let hash = 0;
  for (let i = 0; i < 200000; i++) hash = Math.imul(hash ^ i, 16777619) >>> 0;
  say(hash, new Date(86400000 * 365.25).toISOString());
  return lines.join('\n');
})()
