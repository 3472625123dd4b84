// Byte stores with a stride: the primes below 5,000,000, n times.
#include "kernel.h"

enum { LIMIT = 5000000 };
static u8 composite[LIMIT];

KERNEL run(i32 n) {
  u32 sum = 0;
  for (i32 pass = 0; pass < n; pass++) {
    __builtin_memset(composite, 0, sizeof composite);
    for (u32 p = 2; p * p < LIMIT; p++)
      if (!composite[p])
        for (u32 multiple = p * p; multiple < LIMIT; multiple += p)
          composite[multiple] = 1;
    for (u32 p = 2; p < LIMIT; p++)
      sum += composite[p] ? 0 : p;
  }
  return sum;
}
