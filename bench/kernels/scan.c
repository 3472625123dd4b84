// Reading: 8 MB of text is read n times: lines, words, the longest line, and how often each letter comes.
#include "kernel.h"

enum { SIZE = 8000000 };
static u8 text[SIZE];

KERNEL run(i32 n) {
  u32 seed = 3, lines = 0, words = 0, longest = 0, sum = 0, letters[256] = {0};
  for (u32 i = 0; i < SIZE; i++) {
    u32 random = next(&seed) & 63;
    text[i] = random == 0 ? '\n' : random < 10 ? ' ' : 'a' + random % 26;
  }
  for (i32 pass = 0; pass < n; pass++) {
    u32 start = 0, inside = 0;
    for (u32 i = 0; i < SIZE; i++) {
      u8 c = text[i];
      letters[c]++;
      u32 letter = c > ' ';
      words += letter & ~inside;
      inside = letter;
      if (c == '\n') {
        lines++;
        if (i - start > longest)
          longest = i - start;
        start = i + 1;
      }
    }
  }
  for (int i = 0; i < 256; i++)
    sum = sum * 31 + letters[i];
  return sum + lines + words + longest;
}
