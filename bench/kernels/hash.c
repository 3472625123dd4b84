// Memory: an open hash table of 16 MiB, filled and searched at random, n thousand times.
#include "kernel.h"

enum { SLOTS = 1 << 20 };
typedef struct { u64 key; u32 count, last; } Slot;
static Slot table[SLOTS];

static Slot *find(u64 key) {
  u64 hash = key * 0x9E3779B97F4A7C15ull;
  for (u32 at = hash >> 44;; at = (at + 1) & (SLOTS - 1)) {
    Slot *slot = &table[at];
    if (slot->key == key || slot->key == 0)
      return slot;
  }
}

KERNEL run(i32 n) {
  __builtin_memset(table, 0, sizeof table);
  u32 seed = 99, sum = 0;
  for (u32 i = 0; i < (u32)n * 1000; i++) {
    u64 key = (u64)(next(&seed) % 700000) + 1;
    Slot *slot = find(key);
    slot->key = key;
    slot->count++;
    sum += i - slot->last;
    slot->last = i;
  }
  return sum;
}
