// A module of a third compiler, which brings a garbage collector of its own. It prints through its host.
@external("host", "print")
declare function print(text: string): void;

class Node {
  left: Node | null = null;
  right: Node | null = null;
  constructor(public key: i32, public label: string) {}
}

class Tree {
  root: Node | null = null;
  size: i32 = 0;

  add(key: i32): void {
    const node = new Node(key, "n" + key.toString());
    this.size++;
    let at = this.root;
    if (!at) {
      this.root = node;
      return;
    }
    while (true) {
      const next: Node | null = key < at!.key ? at!.left : at!.right;
      if (!next) break;
      at = next;
    }
    if (key < at!.key) at!.left = node;
    else at!.right = node;
  }

  depth(node: Node | null): i32 {
    return node ? 1 + max(this.depth(node.left), this.depth(node.right)) : 0;
  }
}

export function run(n: i32): i32 {
  let sum = 0;
  let seed: u32 = 12345;
  for (let round = 0; round < 20; round++) {
    const tree = new Tree();
    for (let i = 0; i < n; i++) {
      seed = seed * 1664525 + 1013904223;
      tree.add(<i32>(seed >> 8));
    }
    sum += tree.depth(tree.root);
  }
  const map = new Map<string, f64>();
  for (let i = 1; i <= 50; i++) map.set("key" + (i % 10).toString(), Math.sqrt(<f64>i) / 3.0);
  const keys = map.keys().sort();
  for (let i = 0; i < keys.length; i++) print(keys[i] + " = " + map.get(keys[i]).toString());
  const floats: Float32Array = new Float32Array(64);
  for (let i = 0; i < 64; i++) floats[i] = Mathf.sin(<f32>i) * 1e-3;
  print(floats.reduce<f32>((all, one) => all + one, 0).toString() + " " + (1e21).toString() + " " + (<f64>NaN).toString());
  print("depths " + sum.toString() + ", ünïcödé " + "abc".toUpperCase().split("").reverse().join("-"));
  return sum;
}

export function fail(): void {
  const none: Node | null = null;
  print(none!.label);
}
