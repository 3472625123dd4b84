// Vectors: 4 MB of pixels are blended, brightened with saturation, compared and summed, n times.
#include <wasm_simd128.h>
#include "kernel.h"

enum { SIZE = 1 << 22 };
static u8 under[SIZE], over[SIZE];

static void blend(void) {
  const v128_t weight = wasm_i16x8_splat(77), rest = wasm_i16x8_splat(179), rounding = wasm_i16x8_splat(128);
  for (u32 i = 0; i < SIZE; i += 16) {
    v128_t a = wasm_v128_load(under + i), b = wasm_v128_load(over + i);
    v128_t low = wasm_i16x8_add(wasm_i16x8_mul(wasm_u16x8_extend_low_u8x16(a), rest),
                                wasm_i16x8_mul(wasm_u16x8_extend_low_u8x16(b), weight));
    v128_t high = wasm_i16x8_add(wasm_i16x8_mul(wasm_u16x8_extend_high_u8x16(a), rest),
                                 wasm_i16x8_mul(wasm_u16x8_extend_high_u8x16(b), weight));
    low = wasm_u16x8_shr(wasm_i16x8_add(low, rounding), 8);
    high = wasm_u16x8_shr(wasm_i16x8_add(high, rounding), 8);
    v128_t mixed = wasm_u8x16_narrow_i16x8(low, high);
    v128_t bright = wasm_u8x16_add_sat(mixed, wasm_i8x16_splat(9));
    v128_t mask = wasm_u8x16_gt(bright, wasm_i8x16_splat((char)200));
    wasm_v128_store(under + i, wasm_v128_bitselect(wasm_i8x16_shuffle(bright, bright, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9,
                                                                      8, 15, 14, 13, 12), mixed, mask));
  }
}

static float energy(void) {
  v128_t sum = wasm_f32x4_splat(0);
  for (u32 i = 0; i < SIZE; i += 16) {
    v128_t a = wasm_v128_load(under + i);
    v128_t words = wasm_u32x4_extadd_pairwise_u16x8(wasm_u16x8_extadd_pairwise_u8x16(a));
    v128_t real = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(words), wasm_f32x4_splat(1.0f / 1024));
    sum = wasm_f32x4_add(sum, wasm_f32x4_sqrt(wasm_f32x4_mul(real, real)));
  }
  return wasm_f32x4_extract_lane(sum, 0) + wasm_f32x4_extract_lane(sum, 1) + wasm_f32x4_extract_lane(sum, 2) +
         wasm_f32x4_extract_lane(sum, 3);
}

KERNEL run(i32 n) {
  u32 seed = 21;
  for (u32 i = 0; i < SIZE; i++)
    under[i] = next(&seed), over[i] = seed >> 9;
  float total = 0;
  for (i32 pass = 0; pass < n; pass++) {
    blend();
    total += energy();
  }
  return (i32)total + under[12345];
}
