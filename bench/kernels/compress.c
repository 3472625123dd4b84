// Both ways through memory: 2 MB of text are compressed by finding repetitions, then unpacked and compared, n times.
#include "kernel.h"

enum { SIZE = 2000000, WINDOW = 65535, HASHES = 1 << 15, SHORTEST = 4, LONGEST = 255 + SHORTEST };
static u8 text[SIZE], packed[SIZE + SIZE / 8 + 16], unpacked[SIZE];
static i32 heads[HASHES];

static u32 word(const u8 *at) { return at[0] | at[1] << 8 | at[2] << 16 | (u32)at[3] << 24; }

static u32 compress(void) {
  u32 out = 0, flags_at = 0, flags = 0, bits = 8;
  for (int i = 0; i < HASHES; i++)
    heads[i] = -1;
  for (u32 i = 0; i < SIZE;) {
    if (bits == 8)
      flags_at = out++, flags = bits = 0;
    u32 length = 0, distance = 0;
    if (i + LONGEST < SIZE) {
      u32 hash = word(text + i) * 2654435761u >> 17;
      i32 before = heads[hash];
      heads[hash] = i;
      if (before >= 0 && i - before <= WINDOW) {
        distance = i - before;
        while (length < LONGEST && text[before + length] == text[i + length])
          length++;
      }
    }
    if (length >= SHORTEST) {
      flags |= 1 << bits;
      packed[out++] = distance, packed[out++] = distance >> 8, packed[out++] = length - SHORTEST;
      i += length;
    } else {
      packed[out++] = text[i++];
    }
    packed[flags_at] = flags;
    bits++;
  }
  return out;
}

static void unpack(u32 size) {
  u32 to = 0, flags = 1;
  for (u32 from = 0; from < size; flags >>= 1) {
    if (flags == 1)
      flags = packed[from++] | 256;
    if (flags & 1) {
      u32 distance = packed[from] | packed[from + 1] << 8, length = packed[from + 2] + SHORTEST;
      for (from += 3; length--; to++)
        unpacked[to] = unpacked[to - distance];
    } else {
      unpacked[to++] = packed[from++];
    }
  }
}

KERNEL run(i32 n) {
  static const char *words[] = {"swarm ", "task ", "claim ", "fence ", "budget ", "lease ", "the ", "of "};
  u32 seed = 11, sum = 0;
  for (u32 i = 0; i < SIZE;)
    for (const char *word = words[next(&seed) & 7]; *word && i < SIZE; word++)
      text[i++] = (next(&seed) & 127) == 0 ? '0' + (seed >> 20) % 10 : *word;
  for (i32 pass = 0; pass < n; pass++) {
    text[pass * 4099 % SIZE]++;
    u32 size = compress();
    unpack(size);
    for (u32 i = 0; i < SIZE; i++)
      sum += text[i] != unpacked[i];
    sum = sum * 31 + size;
  }
  return sum;
}
