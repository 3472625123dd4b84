// Calls through tables: shapes of six kinds, each with its own functions, are asked n times in turn.
#include "kernel.h"

typedef struct Shape Shape;
typedef struct { double (*area)(const Shape *); void (*grow)(Shape *, double); u32 (*code)(const Shape *, u32); } Kind;
struct Shape { const Kind *kind; double a, b; };
enum { SHAPES = 4096 };
static Shape shapes[SHAPES];

static double square_area(const Shape *s) { return s->a * s->a; }
static double rectangle_area(const Shape *s) { return s->a * s->b; }
static double circle_area(const Shape *s) { return 3.141592653589793 * s->a * s->a; }
static double triangle_area(const Shape *s) { return 0.5 * s->a * s->b; }
static double ring_area(const Shape *s) { return 3.141592653589793 * (s->a * s->a - s->b * s->b); }
static double point_area(const Shape *s) { return 0; }
static void grow_one(Shape *s, double by) { s->a += by; }
static void grow_both(Shape *s, double by) { s->a += by, s->b += by / 2; }
static void grow_not(Shape *s, double by) {}
static u32 mix_code(const Shape *s, u32 x) { return x * 31 + (u32)s->a; }
static u32 turn_code(const Shape *s, u32 x) { return (x << 5 | x >> 27) ^ (u32)s->b; }

static const Kind kinds[] = {{square_area, grow_one, mix_code},    {rectangle_area, grow_both, turn_code},
                             {circle_area, grow_one, turn_code},   {triangle_area, grow_both, mix_code},
                             {ring_area, grow_both, turn_code},    {point_area, grow_not, mix_code}};

KERNEL run(i32 n) {
  u32 seed = 31, code = 0;
  for (int i = 0; i < SHAPES; i++)
    shapes[i] = (Shape){&kinds[next(&seed) % 6], seed % 97, seed % 53};
  double total = 0;
  for (i32 pass = 0; pass < n; pass++)
    for (int i = 0; i < SHAPES; i++) {
      Shape *shape = &shapes[i];
      total += shape->kind->area(shape);
      shape->kind->grow(shape, 0.001);
      code = shape->kind->code(shape, code);
    }
  return code + (i32)(total / 1e6);
}
