// One large function of some 100 KB: 512 different steps, each with its own arithmetic, chosen one after the other by a
// switch, with many locals that live throughout.
#include "kernel.h"

#define STEP(number)                                                                                              \
  case number: {                                                                                                  \
    const u32 k = number;                                                                                         \
    a = (a ^ b) + (k * 2654435761u | 1), b = b >> (k % 7 + 1) | b << 9, c += a * (k + 3), d ^= c >> (k % 11);     \
    if ((d & 7) == k % 8)                                                                                         \
      e += memory[(a + k) & 1023], f = f * 5 + k;                                                                 \
    else                                                                                                          \
      memory[(c ^ k) & 1023] = e + d, g -= f ^ k;                                                                 \
    h += (u64)a * (g | k) >> 7, x = x * 0.5 + (double)(k % 13), y += x > 9 ? 1.25 : x;                            \
    state = (a + (u32)h) & 511;                                                                                   \
    break;                                                                                                        \
  }
#define STEP2(k) STEP(k) STEP((k) + 1)
#define STEP8(k) STEP2(k) STEP2((k) + 2) STEP2((k) + 4) STEP2((k) + 6)
#define STEP32(k) STEP8(k) STEP8((k) + 8) STEP8((k) + 16) STEP8((k) + 24)
#define STEP128(k) STEP32(k) STEP32((k) + 32) STEP32((k) + 64) STEP32((k) + 96)

static u32 memory[1024];

KERNEL run(i32 n) {
  u32 a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, state = 0;
  u64 h = 8;
  double x = 1, y = 0;
  for (u32 i = 0; i < 1024; i++)
    memory[i] = i;
  for (i32 step = 0; step < n * 1000; step++)
    switch (state) {
      STEP128(0)
      STEP128(128)
      STEP128(256)
      STEP128(384)
    }
  return a ^ b ^ c ^ d ^ e ^ f ^ g ^ (u32)h ^ (u32)(i32)(y / 1000);
}
