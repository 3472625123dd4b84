// What each kernel is: a function of a size that returns a checksum. No kernel uses a library or imports anything.
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int i32;

#define KERNEL __attribute__((export_name("run"))) i32

// A sequence that is the same everywhere (Marsaglia's xorshift).
static inline u32 next(u32 *state) {
  u32 x = *state;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return *state = x;
}
