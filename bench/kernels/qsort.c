// Comparisons through a pointer to a function: n thousand numbers are sorted, with their order given by the caller.
#include "kernel.h"

enum { MOST = 1 << 20 };
static i32 numbers[MOST];

static void swap(i32 *a, i32 *b) {
  i32 t = *a;
  *a = *b;
  *b = t;
}

static void sort(i32 *from, i32 *to, int (*compare)(const void *, const void *)) {
  while (to - from > 12) {
    i32 *middle = from + (to - from) / 2, *low = from, *high = to - 1;
    if (compare(middle, from) < 0) swap(middle, from);
    if (compare(high, from) < 0) swap(high, from);
    if (compare(high, middle) < 0) swap(high, middle);
    i32 pivot = *middle;
    while (low <= high) {
      while (compare(low, &pivot) < 0) low++;
      while (compare(high, &pivot) > 0) high--;
      if (low <= high) swap(low++, high--);
    }
    if (high - from < to - low) {
      sort(from, high + 1, compare);
      from = low;
    } else {
      sort(low, to, compare);
      to = high + 1;
    }
  }
  for (i32 *at = from + 1; at < to; at++)
    for (i32 *back = at; back > from && compare(back - 1, back) > 0; back--)
      swap(back - 1, back);
}

static int ascending(const void *a, const void *b) {
  i32 x = *(const i32 *)a, y = *(const i32 *)b;
  return (x > y) - (x < y);
}

static int descending(const void *a, const void *b) { return ascending(b, a); }

KERNEL run(i32 n) {
  u32 seed = 17, sum = 0;
  i32 count = n * 1000;
  for (i32 i = 0; i < count; i++)
    numbers[i] = next(&seed);
  sort(numbers, numbers + count, ascending);
  for (i32 i = 1; i < count; i++)
    sum = sum * 31 + (numbers[i] - numbers[i - 1]);
  sort(numbers, numbers + count, next(&seed) ? descending : ascending);
  return sum + numbers[0];
}
