/*
 * anchor_store: how many durable submissions a second the bare libraries can take, without
 * HTTP.
 *
 *     anchor_store raw    N SECONDS FILE            N submitters, one writer: write 6 KB each,
 * one fdatasync for all that wait anchor_store sqlite N SECONDS DB SCRIPT       one writer,
 * group commit; the statements of SCRIPT for each submission, ?1 its number anchor_store pg N
 * SECONDS CONNINFO SCRIPT two writers, each batch one pipelined transaction; $1 is the number
 * as text
 *
 * SCRIPT holds one statement a line: the same rows that the product writes for a request.
 * Prints one JSON line.
 */
#include <fcntl.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    BATCH = 256,
    STATEMENTS = 32,
    RAW_BYTES = 6144,
    SUBMITTERS = 1024
};

struct submission {
    struct submission *next;
    long number;
    int done;
    pthread_cond_t wake;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t some = PTHREAD_COND_INITIALIZER;
static struct submission *first, **last = &first;
static int stopping;
static long numbers, commits;
static double end;
static char *script[STATEMENTS];
static int nscript;
static const char *mode, *target;
static float *waits[SUBMITTERS];
static long nwaits[SUBMITTERS];

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
    fprintf(stderr, "anchor_store: %s\n", what);
    exit(1);
}

static void read_script(const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    if (f == NULL)
        die(path);
    while ((n = getline(&line, &room, f)) > 0) {
        if (n < 8 || line[0] == '-')
            continue;
        line[n - 1] = 0;
        script[nscript++] = strdup(line);
    }
    fclose(f);
}

static int take(struct submission **batch)
{
    int n = 0;

    pthread_mutex_lock(&lock);
    while (first == NULL && !stopping)
        pthread_cond_wait(&some, &lock);
    while (first != NULL && n < BATCH) {
        batch[n++] = first;
        first = first->next;
    }
    if (first == NULL)
        last = &first;
    pthread_mutex_unlock(&lock);
    return n;
}

static void tell(struct submission **batch, int n)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < n; i++) {
        batch[i]->done = 1;
        pthread_cond_signal(&batch[i]->wake);
    }
    commits++;
    pthread_mutex_unlock(&lock);
}

static void *raw_writer(void *unused)
{
    static char bytes[BATCH * RAW_BYTES];
    struct submission *batch[BATCH];
    int fd = open(target, O_RDWR | O_CREAT | O_TRUNC, 0600), n;
    off_t at = 0;

    (void)unused;
    memset(bytes, 7, sizeof bytes);
    for (off_t o = 0; o < 64 << 20; o += (off_t)sizeof bytes)
        if (pwrite(fd, bytes, sizeof bytes, o) < 0)
            die("write");
    fdatasync(fd);
    while ((n = take(batch)) > 0) {
        size_t all = (size_t)n * RAW_BYTES;

        if (pwrite(fd, bytes, all, at) != (ssize_t)all || fdatasync(fd) != 0)
            die("write");
        at = at > 60 << 20 ? 0 : at + (off_t)all;
        tell(batch, n);
    }
    return NULL;
}

static void step(sqlite3 *db, sqlite3_stmt *s)
{
    int rc;

    while ((rc = sqlite3_step(s)) == SQLITE_ROW)
        ;
    if (rc != SQLITE_DONE)
        die(sqlite3_errmsg(db));
    sqlite3_reset(s);
}

static void *checkpoints(void *unused)
{
    sqlite3 *db;
    int a, b;

    (void)unused;
    sqlite3_open(target, &db);
    while (!stopping) {
        usleep(200000);
        sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, &a, &b);
    }
    sqlite3_close(db);
    return NULL;
}

static void *sqlite_writer(void *unused)
{
    struct submission *batch[BATCH];
    sqlite3 *db;
    sqlite3_stmt *st[STATEMENTS], *begin, *commit;
    pthread_t ck;
    int n;

    (void)unused;
    if (sqlite3_open(target, &db) != SQLITE_OK)
        die(target);
    sqlite3_exec(db,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON",
        NULL, NULL, NULL);
    for (int i = 0; i < nscript; i++)
        if (sqlite3_prepare_v3(db, script[i], -1, SQLITE_PREPARE_PERSISTENT, &st[i], NULL) !=
            SQLITE_OK)
            die(sqlite3_errmsg(db));
    sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, NULL);
    sqlite3_prepare_v2(db, "COMMIT", -1, &commit, NULL);
    pthread_create(&ck, NULL, checkpoints, NULL);
    while ((n = take(batch)) > 0) {
        step(db, begin);
        for (int i = 0; i < n; i++)
            for (int s = 0; s < nscript; s++) {
                if (sqlite3_bind_parameter_count(st[s]) > 0)
                    sqlite3_bind_int64(st[s], 1, batch[i]->number);
                step(db, st[s]);
            }
        step(db, commit);
        tell(batch, n);
    }
    pthread_join(ck, NULL);
    return NULL;
}

static void pg_drain(PGconn *c)
{
    PGresult *r;
    ExecStatusType status;

    PQpipelineSync(c);
    PQflush(c);
    for (;;) {
        r = PQgetResult(c);
        if (r == NULL)
            continue;
        status = PQresultStatus(r);
        if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED)
            die(PQresultErrorMessage(r));
        PQclear(r);
        if (status == PGRES_PIPELINE_SYNC)
            return;
    }
}

static void *pg_writer(void *unused)
{
    struct submission *batch[BATCH];
    PGconn *c = PQconnectdb(target);
    char name[STATEMENTS + 2][8];
    int n;

    (void)unused;
    if (PQstatus(c) != CONNECTION_OK)
        die(PQerrorMessage(c));
    for (int i = 0; i < nscript; i++) {
        snprintf(name[i], sizeof name[i], "s%d", i);
        PQclear(PQprepare(c, name[i], script[i], 0, NULL));
    }
    PQclear(PQprepare(c, "b", "BEGIN", 0, NULL));
    PQclear(PQprepare(c, "e", "COMMIT", 0, NULL));
    PQenterPipelineMode(c);
    while ((n = take(batch)) > 0) {
        PQsendQueryPrepared(c, "b", 0, NULL, NULL, NULL, 0);
        for (int i = 0; i < n; i++) {
            char number[24];
            const char *value[] = {number};

            snprintf(number, sizeof number, "%ld", batch[i]->number);
            for (int s = 0; s < nscript; s++)
                PQsendQueryPrepared(
                    c, name[s], strstr(script[s], "$1") != NULL, value, NULL, NULL, 0);
        }
        PQsendQueryPrepared(c, "e", 0, NULL, NULL, NULL, 0);
        pg_drain(c);
        tell(batch, n);
    }
    PQfinish(c);
    return NULL;
}

static void *submitter(void *arg)
{
    long me = (long)arg, room = 0;
    struct submission s = {0};

    pthread_cond_init(&s.wake, NULL);
    while (now() < end) {
        double t = now();

        s.number = __sync_add_and_fetch(&numbers, 1);
        s.done = 0;
        s.next = NULL;
        pthread_mutex_lock(&lock);
        *last = &s;
        last = &s.next;
        pthread_cond_signal(&some);
        while (!s.done)
            pthread_cond_wait(&s.wake, &lock);
        pthread_mutex_unlock(&lock);
        if (nwaits[me] == room)
            waits[me] = realloc(waits[me], (size_t)(room = room * 2 + 1024) * sizeof(float));
        waits[me][nwaits[me]++] = (float)((now() - t) * 1e3);
    }
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static void report(int n, double seconds)
{
    long all = 0, at = 0;
    float *w;

    for (int i = 0; i < n; i++)
        all += nwaits[i];
    w = malloc((size_t)(all + 1) * sizeof *w);
    for (int i = 0; i < n; i++) {
        memcpy(w + at, waits[i], (size_t)nwaits[i] * sizeof *w);
        at += nwaits[i];
    }
    qsort(w, (size_t)all, sizeof *w, by_size);
    printf("{\"mode\":\"%s\",\"n\":%d,\"tps\":%.0f,\"per_commit\":%.1f,\"p99_ms\":%.2f}\n",
        mode, n, (double)all / seconds, commits > 0 ? (double)all / (double)commits : 0,
        (double)w[(long)((double)all * 0.99)]);
}

int main(int argc, char **argv)
{
    pthread_t writer[2], sub[SUBMITTERS];
    int n, writers;
    double start;

    if (argc < 5)
        die("usage: anchor_store raw|sqlite|pg N SECONDS TARGET [SCRIPT]");
    mode = argv[1];
    n = atoi(argv[2]);
    target = argv[4];
    if (argc > 5)
        read_script(argv[5]);
    numbers = argc > 6 ? atol(argv[6]) : 0;
    writers = mode[0] == 'p' ? 2 : 1;
    for (int i = 0; i < writers; i++)
        pthread_create(&writer[i], NULL,
            mode[0] == 'p'   ? pg_writer
            : mode[0] == 's' ? sqlite_writer
                             : raw_writer,
            NULL);
    usleep(300000);
    start = now();
    end = start + atof(argv[3]);
    for (long i = 0; i < n; i++)
        pthread_create(&sub[i], NULL, submitter, (void *)i);
    for (int i = 0; i < n; i++)
        pthread_join(sub[i], NULL);
    report(n, now() - start);
    pthread_mutex_lock(&lock);
    stopping = 1;
    pthread_cond_broadcast(&some);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < writers; i++)
        pthread_join(writer[i], NULL);
    return 0;
}
