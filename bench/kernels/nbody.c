// Doubles in structures: five bodies under gravity, n thousand steps.
#include "kernel.h"

typedef struct { double x, y, z, vx, vy, vz, mass; } Body;
enum { BODIES = 5 };
static Body bodies[BODIES];

static void advance(double dt) {
  for (int i = 0; i < BODIES; i++)
    for (int j = i + 1; j < BODIES; j++) {
      Body *a = &bodies[i], *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double squared = dx * dx + dy * dy + dz * dz + 0.01, pull = dt / (squared * __builtin_sqrt(squared));
      a->vx -= dx * b->mass * pull, a->vy -= dy * b->mass * pull, a->vz -= dz * b->mass * pull;
      b->vx += dx * a->mass * pull, b->vy += dy * a->mass * pull, b->vz += dz * a->mass * pull;
    }
  for (int i = 0; i < BODIES; i++)
    bodies[i].x += dt * bodies[i].vx, bodies[i].y += dt * bodies[i].vy, bodies[i].z += dt * bodies[i].vz;
}

KERNEL run(i32 n) {
  for (int i = 0; i < BODIES; i++)
    bodies[i] = (Body){i * 1.5, i * i * 0.3, 2 - i, 0.1 * i, 0.2 - 0.05 * i, 0.01 * i * i, 0.1 / (1 + i * i)};
  for (i32 step = 0; step < n * 1000; step++)
    advance(0.001);
  double sum = 0;
  for (int i = 0; i < BODIES; i++)
    sum += bodies[i].x * 3 + bodies[i].y * 5 + bodies[i].z * 7;
  return (i32)(sum * 1e3);
}
