/*
 * The key file and the keys derived from it.  Its lines, the newest key first:
 *
 *     lianluo-key-1 KEY                  the key new values are written under
 *     old KEY UNTIL                      an older one, with the second it was replaced
 *     retired ID PUBLIC UNTIL            one that is gone, and the public key of its
 * checkpoints check ID PURPOSE KEY               of a retired key: hashes that are still looked
 * up
 */
#include "base/disk.h"
#include "base/num.h"
#include "core/privacy.h"

#include <stdatomic.h>
#include <string.h>

#define KEY_HEAD "lianluo-key-1 "
#define KEY_FILE_MAX 65536
#define KEYS_ARENA ((size_t)4 << 20)
#define AGES 64
#define PURPOSES 48
#define PURPOSE_LETTERS 40
#define ID_LETTERS 8

struct derived {
    char purpose[PURPOSE_LETTERS];
    unsigned char key[32];
};

struct age {
    char id[ID_LETTERS + 1];
    bool retired;
    unsigned char master[32]; /* zeros when retired */
    unsigned char public[32]; /* of its checkpoints */
    struct instant until;
    /* Made when first asked for, or kept when the key was retired. */
    struct derived derived[PURPOSES];
    size_t n;
};

/* Derived keys are kept, because their addresses are given away; the lock guards the lists and
 * the slot being filled. */
struct keys {
    struct arena *arena;
    struct keys *self; /* a const struct keys still keeps what it derives */
    atomic_flag busy;
    struct str path; /* absent: fixed keys */
    struct disk_stamp seen;
    struct age *ages[AGES];
    size_t n;
};

static void lock(struct keys *k)
{
    while (atomic_flag_test_and_set_explicit(&k->busy, memory_order_acquire))
        ;
}

static void unlock(struct keys *k)
{
    atomic_flag_clear_explicit(&k->busy, memory_order_release);
}

static bool hex_bytes(struct keys *k, struct str s, unsigned char out[32])
{
    struct bytes b;

    if (s.n != 64 || bytes_unhex(k->arena, s, &b) != OK)
        return false;
    memcpy(out, b.p, 32);
    return true;
}

static enum err told(struct buf *problem, enum err code, struct str path, const char *words)
{
    buf_f(problem, "key file %.*s: %s\n", STR(path), words);
    return code;
}

/* A key file inside the data directory would travel with every copy of the data. */
static enum err place_check(struct str path, struct str data_dir, struct buf *problem)
{
    bool inside = false;
    enum err code;

    if (str_empty(path))
        return told(problem, ERR_INVALID, path, "no place is given (setting keys)");
    if (str_empty(data_dir))
        return OK;
    code = disk_inside(path, data_dir, &inside);
    if (code == ERR_NOT_FOUND)
        return told(problem, code, path, "its folder or the data directory does not exist");
    if (code != OK)
        return told(problem, code, path, "its folder cannot be read");
    if (inside)
        return told(problem, ERR_DENIED, path, "must lie outside the data directory");
    return OK;
}

/* Ages. */

static struct age *age_new(struct keys *k, const unsigned char master[32])
{
    struct age *age = NEW(k->arena, struct age);
    unsigned char id[32], seed[32];

    memcpy(age->master, master, 32);
    age->until = INSTANT_NONE;
    secret_derive(master, "key-id", id);
    memcpy(age->id, bytes_hex(k->arena, bytes_of(id, ID_LETTERS / 2)).p, ID_LETTERS);
    secret_derive(master, "audit", seed);
    secret_sign_public(seed, age->public);
    secret_wipe(seed, sizeof seed);
    return age;
}

static struct derived *slot_new(struct age *age, struct str purpose)
{
    struct derived *d;

    /* Purposes are literals of the program; the last slot is never reached. */
    if (age->n < PURPOSES - 1)
        age->n++;
    d = &age->derived[age->n - 1];
    memset(d, 0, sizeof *d);
    memcpy(d->purpose, purpose.p, purpose.n);
    return d;
}

static const unsigned char *derived_find(struct age *age, struct str purpose)
{
    struct derived *d;

    for (size_t i = 0; i < age->n; i++)
        if (str_is(purpose, age->derived[i].purpose))
            return age->derived[i].key;
    if (age->retired)
        return NULL;
    d = slot_new(age, purpose);
    secret_derive(age->master, d->purpose, d->key);
    return d->key;
}

static struct age *age_of(struct keys *k, const char *id)
{
    for (size_t i = 0; i < k->n; i++)
        if (memcmp(k->ages[i]->id, id, ID_LETTERS) == 0)
            return k->ages[i];
    return NULL;
}

/* The file. */

static bool until_read(struct str word, struct age *age)
{
    int64_t s;

    if (num_parse(word, 0, INT64_MAX, &s) != OK)
        return false;
    age->until = (struct instant){s};
    return true;
}

static bool line_old(struct keys *k, struct str rest)
{
    struct str key = str_cut(rest, ' ', &rest);
    unsigned char master[32];

    if (!hex_bytes(k, key, master) || k->n == AGES)
        return false;
    k->ages[k->n] = age_new(k, master);
    secret_wipe(master, sizeof master);
    return until_read(rest, k->ages[k->n++]);
}

static bool line_retired(struct keys *k, struct str rest)
{
    struct str id = str_cut(rest, ' ', &rest), public = str_cut(rest, ' ', &rest);
    struct age *age = NEW(k->arena, struct age);

    if (id.n != ID_LETTERS || k->n == AGES || !hex_bytes(k, public, age->public))
        return false;
    age->retired = true;
    memcpy(age->id, id.p, ID_LETTERS);
    k->ages[k->n++] = age;
    return until_read(rest, age);
}

static bool line_check(struct keys *k, struct str rest)
{
    struct str id = str_cut(rest, ' ', &rest), purpose = str_cut(rest, ' ', &rest);
    struct age *age = id.n == ID_LETTERS ? age_of(k, id.p) : NULL;

    return age != NULL && age->retired && purpose.n > 0 && purpose.n < PURPOSE_LETTERS &&
           age->n < PURPOSES - 1 && hex_bytes(k, rest, slot_new(age, purpose)->key);
}

static bool line_read(struct keys *k, struct str line)
{
    struct str rest, word = str_cut(line, ' ', &rest);

    if (rest.p == NULL)
        return false;
    if (str_is(word, "old"))
        return line_old(k, rest);
    if (str_is(word, "retired"))
        return line_retired(k, rest);
    return str_is(word, "check") && line_check(k, rest);
}

static bool lines_read(struct keys *k, struct str text)
{
    struct str rest, line = str_cut(text, '\n', &rest);
    unsigned char master[32];

    if (!str_starts(line, S(KEY_HEAD)) ||
        !hex_bytes(k, str_trim(str_sub(line, sizeof KEY_HEAD - 1, line.n)), master))
        return false;
    k->ages[k->n++] = age_new(k, master);
    secret_wipe(master, sizeof master);
    while (rest.p != NULL) {
        line = str_trim(str_cut(rest, '\n', &rest));
        if (line.n > 0 && !line_read(k, line))
            return false;
    }
    return true;
}

static struct str hex32(struct keys *k, const unsigned char b[32])
{
    return bytes_hex(k->arena, bytes_of(b, 32));
}

static void age_write(struct keys *k, const struct age *age, struct buf *b)
{
    if (age->until.s == INSTANT_NONE.s)
        buf_f(b, KEY_HEAD "%.*s\n", STR(hex32(k, age->master)));
    else if (!age->retired)
        buf_f(b, "old %.*s %lld\n", STR(hex32(k, age->master)), (long long)age->until.s);
    else
        buf_f(b, "retired %s %.*s %lld\n", age->id, STR(hex32(k, age->public)),
            (long long)age->until.s);
    for (size_t i = 0; age->retired && i < age->n; i++)
        buf_f(b, "check %s %s %.*s\n", age->id, age->derived[i].purpose,
            STR(hex32(k, age->derived[i].key)));
}

static enum err file_write(struct keys *k, struct buf *problem)
{
    struct arena_mark mark = arena_mark(k->arena);
    struct buf b = buf_new(k->arena, KEY_FILE_MAX);
    enum err code;

    for (size_t i = 0; i < k->n; i++)
        age_write(k, k->ages[i], &b);
    code = b.over ? ERR_LIMIT : OK;
    if (code == OK && k->path.p != NULL)
        code = disk_replace(k->path, bytes_of(b.p, b.n));
    if (b.p != NULL)
        secret_wipe(b.p, b.n);
    arena_back(k->arena, mark);
    return code == OK ? OK : told(problem, code, k->path, "could not be written");
}

static enum err file_make(struct arena *a, struct str path, struct buf *problem)
{
    struct rng real = rng_real();
    unsigned char master[32];
    struct str line;
    enum err code;

    rng_fill(&real, master, sizeof master);
    line = bytes_hex(a, bytes_of(master, sizeof master));
    line = str_f(a, KEY_HEAD "%.*s\n", STR(line));
    secret_wipe(master, sizeof master);
    code = disk_create(path, bytes_of(line.p, line.n));
    return code == OK ? OK : told(problem, code, path, "could not be made");
}

static enum err file_read(struct keys *k, struct str path, bool make, struct buf *problem)
{
    struct bytes content;
    enum err code = disk_stamp(path, &k->seen);

    if (code == OK)
        code = disk_read(k->arena, path, KEY_FILE_MAX, true, &content);
    if (code == ERR_NOT_FOUND && make) {
        TRY(file_make(k->arena, path, problem));
        code = disk_read(k->arena, path, KEY_FILE_MAX, true, &content);
    }
    if (code == ERR_NOT_FOUND)
        return told(problem, code, path, "does not exist");
    if (code == ERR_DENIED)
        return told(problem, code, path, "must be a plain file of mode 0600, not a link");
    if (code != OK)
        return told(problem, code, path, "cannot be read");
    if (!lines_read(k, str_trim((struct str){(const char *)content.p, content.n})))
        return told(problem, ERR_INVALID, path, "is not a key file of this program");
    k->path = str_dup(k->arena, path);
    return OK;
}

static struct keys *keys_new(void)
{
    struct arena *a = arena_open(KEYS_ARENA);
    struct keys *k = NEW(a, struct keys);

    k->arena = a;
    k->self = k;
    return k;
}

enum err privacy_keys_open(
    struct str path, struct str data_dir, bool make, struct keys **out, struct buf *problem)
{
    struct keys *k;
    enum err code;

    TRY(place_check(path, data_dir, problem));
    k = keys_new();
    code = file_read(k, path, make, problem);
    if (code != OK) {
        privacy_keys_close(k);
        return code;
    }
    *out = k;
    return OK;
}

struct keys *privacy_keys_fixed(const unsigned char master[32])
{
    struct keys *k = keys_new();

    k->ages[k->n++] = age_new(k, master);
    return k;
}

void privacy_keys_close(struct keys *k)
{
    struct arena *a = k == NULL ? NULL : k->arena;

    for (size_t i = 0; k != NULL && i < k->n; i++)
        secret_wipe(k->ages[i], sizeof *k->ages[i]);
    arena_close(a);
}

/* What the file says now becomes the list; keys known before keep their places in memory, since
 * their addresses were given away, and those the file no longer has stay behind it. */
static void adopt(struct keys *k, const struct keys *now)
{
    struct age *list[AGES];
    size_t n = 0;

    for (size_t i = 0; i < now->n; i++) {
        struct age *known = age_of(k, now->ages[i]->id);

        if (known == NULL) {
            known = NEW(k->arena, struct age);
            *known = *now->ages[i];
        }
        known->until = now->ages[i]->until;
        list[n++] = known;
    }
    memcpy(k->ages, list, n * sizeof list[0]);
    k->n = n;
    k->seen = now->seen;
}

enum err privacy_keys_refresh(struct keys *k, struct buf *problem)
{
    struct disk_stamp at;
    struct keys *now;
    enum err code;

    if (k->path.p == NULL)
        return OK;
    code = disk_stamp(k->path, &at);
    if (code != OK)
        return told(problem, code, k->path, "cannot be read");
    if (memcmp(&at, &k->seen, sizeof at) == 0)
        return OK;
    now = keys_new();
    code = file_read(now, k->path, false, problem);
    if (code == OK) {
        lock(k);
        adopt(k, now);
        unlock(k);
    }
    privacy_keys_close(now);
    return code;
}

enum err privacy_keys_rotate(
    struct keys *k, struct instant now, struct rng *r, struct buf *problem)
{
    unsigned char master[32];
    struct instant before;
    enum err code;

    TRY(privacy_keys_refresh(k, problem));
    if (k->n == AGES)
        return told(problem, ERR_LIMIT, k->path, "holds as many keys as it can");
    rng_fill(r, master, sizeof master);
    lock(k);
    before = k->ages[0]->until;
    k->ages[0]->until = now;
    memmove(k->ages + 1, k->ages, k->n * sizeof k->ages[0]);
    k->ages[0] = age_new(k, master);
    k->n++;
    secret_wipe(master, sizeof master);
    code = file_write(k, problem);
    if (code != OK) {
        k->n--;
        memmove(k->ages, k->ages + 1, k->n * sizeof k->ages[0]);
        k->ages[0]->until = before;
    }
    unlock(k);
    return code;
}

static bool is_kept(const char *purpose, const char *const *kept, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(purpose, kept[i]) == 0)
            return true;
    return false;
}

/* In a copy: calls under way may still use what they were given. */
static struct age *without_master(
    struct keys *k, struct age *age, const char *const *kept, size_t n)
{
    struct age *bare = NEW(k->arena, struct age);

    *bare = *age;
    secret_wipe(bare->master, sizeof bare->master);
    secret_wipe(bare->derived, sizeof bare->derived);
    bare->n = 0;
    bare->retired = true;
    for (size_t i = 0; i < n; i++)
        (void)derived_find(age, str_of(kept[i]));
    for (size_t i = 0; i < age->n; i++)
        if (is_kept(age->derived[i].purpose, kept, n))
            bare->derived[bare->n++] = age->derived[i];
    return bare;
}

enum err privacy_keys_retire(
    struct keys *k, size_t age, const char *const *kept, size_t n, struct buf *problem)
{
    struct age *before;
    enum err code;

    TRY(privacy_keys_refresh(k, problem));
    if (age == 0 || age >= k->n || k->ages[age]->retired)
        return told(problem, ERR_INVALID, k->path, "has no such old key");
    lock(k);
    before = k->ages[age];
    k->ages[age] = without_master(k, before, kept, n);
    code = file_write(k, problem);
    if (code != OK)
        k->ages[age] = before;
    unlock(k);
    return code;
}

/* Asking. */

size_t privacy_ages(const struct keys *keys)
{
    struct keys *k = keys->self;
    size_t n;

    lock(k);
    n = k->n;
    unlock(k);
    return n;
}

static struct age *age_at(struct keys *k, size_t age)
{
    struct age *found;

    lock(k);
    found = age < k->n ? k->ages[age] : k->ages[k->n - 1];
    unlock(k);
    return found;
}

struct str privacy_key_id(const struct keys *k, size_t age)
{
    return (struct str){age_at(k->self, age)->id, ID_LETTERS};
}

struct instant privacy_key_until(const struct keys *k, size_t age)
{
    return age_at(k->self, age)->until;
}

bool privacy_key_retired(const struct keys *k, size_t age)
{
    return age_at(k->self, age)->retired;
}

void privacy_key_public(const struct keys *k, size_t age, unsigned char out[32])
{
    memcpy(out, age_at(k->self, age)->public, 32);
}

/* Both in one look: another thread may just be reading the file anew. */
const unsigned char *privacy_key_named(
    const struct keys *keys, size_t age, const char *purpose, struct str *id)
{
    struct keys *k = keys->self;
    const unsigned char *key = NULL;

    lock(k);
    if (age < k->n) {
        key = derived_find(k->ages[age], str_sub(str_of(purpose), 0, PURPOSE_LETTERS - 1));
        *id = (struct str){k->ages[age]->id, ID_LETTERS};
    }
    unlock(k);
    return key;
}

const unsigned char *privacy_key_of(const struct keys *k, size_t age, const char *purpose)
{
    struct str id;

    return privacy_key_named(k, age, purpose, &id);
}

const unsigned char *privacy_key(const struct keys *k, const char *purpose)
{
    return privacy_key_of(k, 0, purpose);
}
