// Doubles: the product of two matrices of 256 by 256, n times.
#include "kernel.h"

enum { SIZE = 256 };
static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];

static void multiply(void) {
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      double sum = 0;
      for (int k = 0; k < SIZE; k++)
        sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
}

KERNEL run(i32 n) {
  u32 seed = 7;
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      a[i][j] = (next(&seed) & 1023) / 64.0;
      b[i][j] = (next(&seed) & 1023) / 64.0;
    }
  double trace = 0;
  for (i32 pass = 0; pass < n; pass++) {
    a[pass % SIZE][0] += 1;
    multiply();
    for (int i = 0; i < SIZE; i++)
      trace += c[i][i];
  }
  return (i32)trace;
}
