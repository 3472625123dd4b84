// Branches on bytes: a JSON text of some 300 KB is parsed into a tree n times, and the tree is summed up.
#include "kernel.h"

typedef struct Node Node;
struct Node { u8 kind; u32 length; double number; const u8 *text; Node *child, *next; };
enum { NUL, TRUE, FALSE, NUMBER, STRING, ARRAY, OBJECT, BAD };

static u8 text[1 << 20];
static Node nodes[1 << 17];
static u32 used, length;
static const u8 *at;

static void put(const char *s) {
  while (*s)
    text[length++] = *s++;
}

static void put_number(u32 value) {
  char digits[11];
  int i = 10;
  digits[10] = 0;
  do
    digits[--i] = '0' + value % 10;
  while (value /= 10);
  put(digits + i);
}

static void write_text(void) {
  u32 seed = 5;
  put("[");
  for (int i = 0; i < 3000; i++) {
    put(i ? ",\n  {\"id\": " : "\n  {\"id\": ");
    put_number(i);
    put(", \"name\": \"agent \\\"");
    put_number(next(&seed));
    put("\\\"\", \"cost\": -");
    put_number(next(&seed) % 1000);
    put(".25e2, \"tags\": [\"alpha\", \"b\\u00e9ta\", null, true, false], \"at\": {\"x\": ");
    put_number(next(&seed) % 100);
    put(", \"y\": [[], {}, [1, 2, 3]]}}");
  }
  put("\n]");
}

static void skip(void) {
  while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
    at++;
}

static int is_digit(u8 c) { return c >= '0' && c <= '9'; }

static void read_string(Node *node) {
  node->kind = STRING;
  node->text = ++at;
  while (*at != '"' && *at >= ' ')
    at += *at == '\\' ? 2 : 1;
  node->length = at - node->text;
  if (*at++ != '"')
    node->kind = BAD;
}

static void read_number(Node *node) {
  double value = 0, scale = 1;
  int negative = *at == '-', exponent = 0, sign = 1;
  at += negative;
  while (is_digit(*at))
    value = value * 10 + (*at++ - '0');
  if (*at == '.')
    for (at++; is_digit(*at); scale /= 10)
      value = value * 10 + (*at++ - '0');
  if ((*at | 32) == 'e') {
    at++;
    if (*at == '-' || *at == '+')
      sign = *at++ == '-' ? -1 : 1;
    while (is_digit(*at))
      exponent = exponent * 10 + (*at++ - '0');
  }
  while (exponent-- > 0)
    scale *= sign < 0 ? 0.1 : 10;
  node->kind = NUMBER;
  node->number = (negative ? -value : value) * scale;
}

static void read_word(Node *node, const char *word, u8 kind) {
  while (*word && *at == *word)
    at++, word++;
  node->kind = *word ? BAD : kind;
}

static Node *read_value(int depth);

static void read_items(Node *node, u8 kind, u8 end, int depth) {
  Node **last = &node->child;
  node->kind = kind;
  at++;
  for (skip(); *at != end; skip()) {
    if (kind == OBJECT) {
      Node *name = read_value(depth);
      *last = name;
      last = &name->next;
      skip();
      if (name->kind != STRING || *at++ != ':')
        break;
    }
    Node *item = read_value(depth);
    *last = item;
    last = &item->next;
    skip();
    if (*at == ',')
      at++;
    else if (*at != end)
      break;
  }
  if (*at++ != end)
    node->kind = BAD;
}

static Node *read_value(int depth) {
  Node *node = &nodes[used++];
  *node = (Node){BAD};
  skip();
  if (depth > 100)
    return node;
  switch (*at) {
  case '"': read_string(node); break;
  case '[': read_items(node, ARRAY, ']', depth + 1); break;
  case '{': read_items(node, OBJECT, '}', depth + 1); break;
  case 't': read_word(node, "true", TRUE); break;
  case 'f': read_word(node, "false", FALSE); break;
  case 'n': read_word(node, "null", NUL); break;
  default: read_number(node);
  }
  return node;
}

static u32 sum(const Node *node) {
  u32 total = 0;
  for (; node; node = node->next) {
    total = total * 31 + node->kind + node->length;
    if (node->kind == NUMBER)
      total += (i32)node->number;
    total += sum(node->child);
  }
  return total;
}

KERNEL run(i32 n) {
  length = 0;
  write_text();
  u32 total = length;
  for (i32 pass = 0; pass < n; pass++) {
    at = text;
    used = 0;
    total = total * 7 + sum(read_value(0));
  }
  return total;
}
