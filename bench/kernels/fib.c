// Calls: the n-th Fibonacci number, by its definition.
#include "kernel.h"

__attribute__((noinline)) static u32 fib(u32 n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

KERNEL run(i32 n) { return fib(n); }
