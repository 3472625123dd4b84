// A command that uses what a C library offers: arguments, environment, standard input, memory, sorting, formatting, files.
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  char *text;
  int count;
} Word;

static Word *words;
static int used, room;

static void add(const char *text) {
  for (int i = 0; i < used; i++)
    if (strcmp(words[i].text, text) == 0) {
      words[i].count++;
      return;
    }
  if (used == room)
    words = realloc(words, sizeof(Word) * (room = room ? room * 2 : 4));
  words[used++] = (Word){strdup(text), 1};
}

static int by_count(const void *a, const void *b) {
  const Word *x = a, *y = b;
  return x->count != y->count ? y->count - x->count : strcmp(x->text, y->text);
}

static void numbers(void) {
  const double samples[] = {0, -0.0, 1.0 / 3, 1e100, 5e-324, 0.1 + 0.2, 123456789.125, INFINITY, -INFINITY};
  for (unsigned i = 0; i < sizeof samples / sizeof *samples; i++)
    printf("%g %.17g %a %10.3f\n", samples[i], samples[i], samples[i], samples[i]);
  for (double x = 0.5; x < 40; x *= 2.7)
    printf("%.15g %.15g %.15g %.15g %.15g\n", sin(x), exp(-x), log(x), pow(x, 1.7), fmod(x * 10, 3));
  printf("%lld %llu %x %o %c %-8s|%8s|\n", -9223372036854775807LL, 18446744073709551615ULL, 48879, 511, 'q', "left", "right");
  printf("%.6e %d %ld\n", strtod("6.02214076e23xyz", NULL), atoi("-42"), strtol("7fffffff", NULL, 16));
}

static void files(const char *folder) {
  char path[256], other[256], line[64];
  snprintf(path, sizeof path, "%s/note.txt", folder);
  snprintf(other, sizeof other, "%s/kept.txt", folder);
  FILE *file = fopen(path, "w");
  if (!file) {
    printf("cannot write: %s\n", strerror(errno));
    return;
  }
  fprintf(file, "first\nsecond\nthird\n");
  fclose(file);
  file = fopen(path, "r+");
  fseek(file, 6, SEEK_SET);
  printf("read '%s'", fgets(line, sizeof line, file));
  printf(" at %ld\n", ftell(file));
  fseek(file, 0, SEEK_END);
  fputs("fourth\n", file);
  fclose(file);
  struct stat status;
  stat(path, &status);
  printf("size %lld, is a file %d\n", (long long)status.st_size, S_ISREG(status.st_mode));
  printf("rename %d\n", rename(path, other));
  printf("old is gone: %s\n", fopen(path, "r") ? "no" : strerror(errno));
  snprintf(path, sizeof path, "%s/inner", folder);
  printf("mkdir %d\n", mkdir(path, 0777));
  int found = 0;
  DIR *entries = opendir(folder);
  for (struct dirent *entry; (entry = readdir(entries));)
    found += strcmp(entry->d_name, "kept.txt") == 0 ? 1 : strcmp(entry->d_name, "inner") == 0 ? 2 : 0;
  closedir(entries);
  printf("found %d\n", found);
  printf("rmdir of a file: %s\n", rmdir(other) ? strerror(errno) : "done");
  printf("unlink %d, rmdir %d\n", unlink(other), rmdir(path));
  printf("outside: %s\n", fopen("/etc/passwd", "r") ? "opened" : strerror(errno));
  printf("above: %s\n", fopen("/work/../etc/passwd", "r") ? "opened" : strerror(errno));
}

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++)
    printf("argument %d: %s\n", i, arguments[i]);
  printf("GREETING=%s, HOME is %s\n", getenv("GREETING"), getenv("HOME") ? "set" : "not set");
  char line[1024];
  while (fgets(line, sizeof line, stdin))
    for (char *at = line, *word; (word = strtok(at, " \n\t.,;")); at = NULL)
      add(word);
  qsort(words, used, sizeof *words, by_count);
  for (int i = 0; i < used && i < 10; i++)
    printf("%3d %s\n", words[i].count, words[i].text);
  numbers();
  files("/work");
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  printf("the clock runs: %d\n", now.tv_sec >= 0);
  fprintf(stderr, "to the other stream\n");
  return used % 100;
}
