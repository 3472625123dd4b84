// Sleeps, looks at clocks, and asks for randomness; prints only what no clock can change.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    struct timespec before, after, day, pause = {0, 30 * 1000 * 1000};
    unsigned char bytes[16] = {0}, zeros[16] = {0};
    int failed = clock_gettime(CLOCK_MONOTONIC, &before) | clock_gettime(CLOCK_REALTIME, &day);
    failed |= nanosleep(&pause, 0) | clock_gettime(CLOCK_MONOTONIC, &after);
    long long passed = (after.tv_sec - before.tv_sec) * 1000000000LL + after.tv_nsec - before.tv_nsec;
    printf("failed %d, slept %d, after 2020 %d\n", failed, passed >= 30 * 1000 * 1000, day.tv_sec > 1577836800);
    int random = getentropy(bytes, sizeof bytes);
    printf("random %d, all zero %d\n", random, memcmp(bytes, zeros, sizeof bytes) == 0);
    return 0;
}
