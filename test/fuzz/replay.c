/*
 * replay: runs a fuzz target over its corpus once, so that every build proves what fuzzing
 * found.  Each file is also tried cut short at several places, where parsers break first.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The input lies in a block of its own size, so that a sanitizer sees the first byte beyond. */
static void run(const uint8_t *data, size_t n)
{
    uint8_t *own = malloc(n > 0 ? n : 1);

    if (own == NULL)
        abort();
    if (n > 0)
        memcpy(own, data, n);
    (void)LLVMFuzzerTestOneInput(own, n);
    free(own);
}

static int file_run(const char *path)
{
    static uint8_t data[1 << 20];
    FILE *f = fopen(path, "rb");
    size_t n;

    if (f == NULL) {
        perror(path);
        return 1;
    }
    n = fread(data, 1, sizeof data, f);
    (void)fclose(f);
    run(data, n);
    for (size_t part = 1; part < 16; part++)
        run(data, n * part / 16);
    return 0;
}

int main(int argc, char **argv)
{
    char path[4096];
    struct dirent *entry;
    size_t files = 0;
    DIR *folder;

    if (argc != 2 || (folder = opendir(argv[1])) == NULL) {
        fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
        return 2;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        if (file_run(path) != 0)
            return 1;
        files++;
    }
    (void)closedir(folder);
    printf("%zu files\n", files);
    return files > 0 ? 0 : 1;
}
