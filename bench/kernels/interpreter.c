// A loop around a switch: a stack machine that runs n rounds of a program which counts steps of Collatz sequences.
#include "kernel.h"

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, AND, SHR, LESS, EQUAL, JUMP, JUMP_IF_ZERO, DUP, DROP, INCREMENT, HALT };
enum { N, COUNT, STEPS, LIMIT };

static const u8 program[] = {
    PUSH, 1, STORE, N,                                            // n = 1
    /* 4 */ LOAD, N, STORE, COUNT,                                // count = n
    /* 8 */ LOAD, COUNT, PUSH, 1, EQUAL, JUMP_IF_ZERO, 17, JUMP, 45, // while count != 1
    /* 17 */ INCREMENT, STEPS, LOAD, COUNT, PUSH, 1, AND, JUMP_IF_ZERO, 36,
    /* 26 */ LOAD, COUNT, PUSH, 3, MUL, PUSH, 1, ADD, JUMP, 41,    // odd: count * 3 + 1
    /* 36 */ LOAD, COUNT, PUSH, 1, SHR,                           // even: count / 2
    /* 41 */ STORE, COUNT, JUMP, 8,
    /* 45 */ INCREMENT, N, LOAD, N, LOAD, LIMIT, LESS, JUMP_IF_ZERO, 56, JUMP, 4,
    /* 56 */ HALT};

static u32 interpret(const u8 *code, u32 *variables) {
  u32 stack[64], *top = stack;
  for (const u8 *at = code;;)
    switch (*at++) {
    case PUSH: *top++ = *at++; break;
    case LOAD: *top++ = variables[*at++]; break;
    case STORE: variables[*at++] = *--top; break;
    case ADD: top--; top[-1] += *top; break;
    case SUB: top--; top[-1] -= *top; break;
    case MUL: top--; top[-1] *= *top; break;
    case AND: top--; top[-1] &= *top; break;
    case SHR: top--; top[-1] >>= *top; break;
    case LESS: top--; top[-1] = top[-1] < *top; break;
    case EQUAL: top--; top[-1] = top[-1] == *top; break;
    case JUMP: at = code + *at; break;
    case JUMP_IF_ZERO: at = *--top ? at + 1 : code + *at; break;
    case DUP: *top = top[-1]; top++; break;
    case DROP: top--; break;
    case INCREMENT: variables[*at++]++; break;
    default: return variables[STEPS];
    }
}

KERNEL run(i32 n) {
  u32 variables[4] = {0, 0, 0, n};
  return interpret(program, variables);
}
