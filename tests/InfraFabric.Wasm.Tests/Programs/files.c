// Uses the file system as programs do, and prints what comes of it.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void report(const char *what, int result)
{
    printf("%s: %s\n", what, result < 0 ? strerror(errno) : "ok");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path)
{
    char *names[200];
    int count = 0;
    DIR *dir = opendir(path);
    if (!dir) {
        report(path, -1);
        return;
    }
    for (struct dirent *entry; count < 200 && (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            names[count++] = strdup(entry->d_name);
    closedir(dir);
    qsort(names, count, sizeof *names, by_name);
    printf("%s has %d:", path, count);
    for (int i = 0; i < count; i++)
        printf(" %s", names[i]);
    printf("\n");
}

static void copy(const char *from, const char *to)
{
    char line[256];
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    if (!in || !out) {
        report("copy", -1);
        return;
    }
    for (int number = 1; fgets(line, sizeof line, in); number++)
        fprintf(out, "%d %s", number, line);
    fclose(in);
    printf("position %ld\n", ftell(out));
    fseek(out, 2, SEEK_SET);
    fputc('!', out);
    fclose(out);
}

static void show(const char *path)
{
    char text[4096];
    struct stat status;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &status) < 0) {
        report(path, -1);
        return;
    }
    ssize_t length = read(fd, text, sizeof text);
    printf("%s %lld %d %.*s\n", path, (long long)status.st_size, S_ISREG(status.st_mode), (int)length, text);
    close(fd);
}

int main(int argc, char **argv)
{
    char target[64] = "", line[64];
    for (int i = 0; i < argc; i++)
        printf("argument %s\n", argv[i]);
    printf("COLOUR=%s\n", getenv("COLOUR"));
    while (fgets(line, sizeof line, stdin))
        printf("input %s", line);
    fprintf(stderr, "an error\n");

    copy("/data/in.txt", "/data/out.txt");
    show("/data/out.txt");
    report("mkdir", mkdir("/data/dir", 0777));
    report("mkdir again", mkdir("/data/dir", 0777));
    for (int i = 0; i < 120; i++) {
        snprintf(line, sizeof line, "/data/dir/file-with-a-long-name-%03d", i);
        close(open(line, O_CREAT | O_WRONLY, 0666));
    }
    list("/data/dir");
    report("rmdir full", rmdir("/data/dir"));
    report("rename", rename("/data/out.txt", "/data/dir/out.txt"));
    report("symlink", symlink("dir/out.txt", "/data/link"));
    report("readlink", (int)readlink("/data/link", target, sizeof target));
    printf("link to %s\n", target);
    show("/data/link");
    report("truncate", truncate("/data/dir/out.txt", 4));
    show("/data/dir/out.txt");
    report("link", link("/data/dir/out.txt", "/data/hard"));
    report("unlink", unlink("/data/dir/out.txt"));
    show("/data/hard");
    show("/data/link");
    list("/data");
    list("/data/none");
    report("outside", open("/etc/passwd", O_RDONLY));
    report("above", open("/data/../etc/passwd", O_RDONLY));
    report("a directory", open("/data/dir", O_WRONLY));
    report("exclusive", open("/data/hard", O_CREAT | O_EXCL | O_WRONLY, 0666));
    report("below a file", open("/data/hard/x", O_RDONLY));
    report("seek on a pipe", (int)lseek(0, 0, SEEK_SET));
    report("closed", (int)write(77, "x", 1));
    fflush(stdout);
    exit(3);
}
