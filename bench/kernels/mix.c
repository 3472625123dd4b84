// What small processors are measured with: a linked list, a matrix of 16-bit numbers, a state machine over text, and a
// checksum over all of it, n rounds.
#include "kernel.h"

typedef struct Item Item;
struct Item { Item *next; u16 key, value; };
enum { ITEMS = 400, SIDE = 24, TEXT = 2000 };

static Item items[ITEMS];
static short left[SIDE][SIDE], right[SIDE][SIDE];
static i32 product[SIDE][SIDE];
static char text[TEXT + 1];

static u16 crc16(u16 crc, u32 value) {
  for (int i = 0; i < 16; i++, value >>= 1)
    crc = (crc ^ value) & 1 ? crc >> 1 ^ 0xA001 : crc >> 1;
  return crc;
}

static Item *merge_sort(Item *list, int (*compare)(const Item *, const Item *)) {
  for (int width = 1;; width *= 2) {
    Item *from = list, *tail = 0;
    int merges = 0;
    list = 0;
    while (from) {
      Item *other = from;
      int size = 0, rest = width;
      merges++;
      for (; size < width && other; size++)
        other = other->next;
      while (size > 0 || (rest > 0 && other)) {
        Item *item;
        if (size == 0 || (rest > 0 && other && compare(from, other) > 0))
          item = other, other = other->next, rest--;
        else
          item = from, from = from->next, size--;
        if (tail)
          tail->next = item;
        else
          list = item;
        tail = item;
      }
      from = other;
    }
    tail->next = 0;
    if (merges <= 1)
      return list;
  }
}

static int by_key(const Item *a, const Item *b) { return a->key - b->key; }
static int by_value(const Item *a, const Item *b) { return a->value - b->value; }

static Item *reverse(Item *list) {
  Item *done = 0;
  while (list) {
    Item *next = list->next;
    list->next = done;
    done = list;
    list = next;
  }
  return done;
}

static u16 list_round(u32 seed, u16 crc) {
  for (int i = 0; i < ITEMS; i++) {
    items[i].next = i + 1 < ITEMS ? &items[i + 1] : 0;
    items[i].key = next(&seed);
    items[i].value = next(&seed) >> 7;
  }
  Item *list = merge_sort(items, by_key);
  int found = 0;
  for (int wanted = 0; wanted < 20; wanted++)
    for (Item *item = list; item; item = item->next)
      if ((item->value & 63) == wanted) {
        found += item->key;
        break;
      }
  list = merge_sort(reverse(list), by_value);
  for (Item *item = list; item; item = item->next)
    crc = crc16(crc, item->key);
  return crc16(crc, found);
}

static u16 matrix_round(u32 seed, u16 crc) {
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j++)
      left[i][j] = next(&seed), right[i][j] = next(&seed);
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j++) {
      i32 sum = 0;
      for (int k = 0; k < SIDE; k++) {
        i32 one = left[i][k] * right[k][j];
        sum += (one >> 2 & 15) * (one >> 5 & 127);
      }
      product[i][j] = sum;
    }
  for (int i = 0; i < SIDE; i++)
    crc = crc16(crc, product[i][(i * 7) % SIDE]);
  return crc;
}

enum { START, SIGN, INTEGER, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, SCIENTIFIC, INVALID, STATES };

static int step(int state, char c) {
  int digit = c >= '0' && c <= '9', sign = c == '+' || c == '-';
  switch (state) {
  case START: return digit ? INTEGER : sign ? SIGN : c == '.' ? POINT : INVALID;
  case SIGN: return digit ? INTEGER : c == '.' ? POINT : INVALID;
  case INTEGER: return digit ? INTEGER : c == '.' ? FRACTION : c == 'e' ? EXPONENT : INVALID;
  case POINT: return digit ? FRACTION : INVALID;
  case FRACTION: return digit ? FRACTION : c == 'e' ? EXPONENT : INVALID;
  case EXPONENT: return sign ? EXPONENT_SIGN : digit ? SCIENTIFIC : INVALID;
  case EXPONENT_SIGN: return digit ? SCIENTIFIC : INVALID;
  case SCIENTIFIC: return digit ? SCIENTIFIC : INVALID;
  default: return INVALID;
  }
}

static u16 state_round(u32 seed, u16 crc) {
  static const char *words[] = {"5012", "-.37", "+1.5e-9", "8e77", "T0.3e", "-874.", "1e+e", "0.00001"};
  u32 finals[STATES] = {0}, passes[STATES] = {0};
  int length = 0;
  while (length < TEXT - 10) {
    for (const char *word = words[next(&seed) & 7]; *word; word++)
      text[length++] = *word;
    text[length++] = ',';
  }
  text[length] = 0;
  for (const char *at = text; *at; at++) {
    int state = START;
    for (; *at && *at != ','; at++)
      passes[state = step(state, *at)]++;
    finals[state]++;
  }
  for (int i = 0; i < STATES; i++)
    crc = crc16(crc16(crc, finals[i]), passes[i]);
  return crc;
}

KERNEL run(i32 n) {
  u16 crc = 0;
  for (i32 round = 1; round <= n; round++) {
    crc = list_round(round, crc);
    crc = matrix_round(round * 3, crc);
    crc = state_round(round * 5, crc);
  }
  return crc;
}
