/*
 * Sort keys.  A collator costs milliseconds to open, so each thread keeps its own two until it
 * ends; they hold no data of ours.
 */
#include "base/han.h"

#include <assert.h>
#include <pthread.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

enum order {
    PINYIN,
    STROKE,
    ORDERS
};

struct collators {
    UCollator *of[ORDERS];
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local struct collators mine;

static void close_all(void *arg)
{
    struct collators *c = arg;

    for (int i = 0; i < ORDERS; i++) {
        ucol_close(c->of[i]);
        c->of[i] = NULL;
    }
}

static void make_key(void)
{
    int made = pthread_key_create(&key, close_all);

    assert(made == 0);
}

static UCollator *collator(enum order order)
{
    static const char *const names[] = {"zh@collation=pinyin", "zh@collation=stroke"};

    if (mine.of[order] == NULL) {
        UErrorCode e = U_ZERO_ERROR;
        int kept;

        (void)pthread_once(&once, make_key);
        mine.of[order] = ucol_open(names[order], &e);
        assert(U_SUCCESS(e));
        kept = pthread_setspecific(key, &mine);
        assert(kept == 0);
    }
    return mine.of[order];
}

/* Surnames that are read otherwise than the same character elsewhere, each with a character
 * that is read as the surname is.  Double surnames first. */
static const struct {
    const char *surname, *reading;
} surnames[] = {
    /* clang-format off */
    {"尉迟", "玉迟"}, {"万俟", "末其"}, {"长孙", "掌孙"}, {"澹台", "谈台"}, {"令狐", "零狐"},
    {"单于", "缠于"}, {"单", "善"}, {"曾", "增"}, {"解", "谢"}, {"仇", "求"}, {"区", "欧"},
    {"查", "渣"}, {"任", "仁"}, {"华", "化"}, {"朴", "瓢"}, {"盖", "舸"}, {"葛", "舸"},
    {"乐", "月"}, {"员", "运"}, {"折", "舌"}, {"召", "绍"}, {"缪", "妙"}, {"翟", "宅"},
    {"冼", "显"}, {"洗", "显"}, {"谌", "陈"}, {"秘", "必"}, {"纪", "己"}, {"燕", "烟"},
    {"应", "英"}, {"繁", "婆"}, {"黑", "贺"}, {"么", "腰"}, {"过", "郭"}, {"相", "向"},
    {"贾", "甲"}, {"覃", "秦"}, {"盛", "圣"}, {"石", "时"}, {"曲", "屈"}, {"柏", "百"},
    {"卜", "补"}, {"祭", "寨"}, {"种", "虫"}, {"乜", "聂"}, {"褚", "楚"}, {"訾", "资"},
    {"殷", "因"}, {"句", "勾"}, {"仉", "掌"}, {"角", "绝"}, {"佴", "耐"}, {"逄", "庞"},
    {"隗", "伟"}, {"郇", "寻"}, {"呙", "郭"}, {"尉", "卫"}, {"晁", "潮"}, {"沈", "审"},
    {"牟", "木"}, {"宓", "密"}, {"都", "督"},
    {"卒", "族"}, {"撒", "洒"}, {"郗", "西"}, {"眭", "虽"}, {"鲜", "先"}, {"重", "虫"},
    /* clang-format on */
};

/* The name as it is read, for the order by pinyin. */
static struct str as_read(struct arena *a, struct str name)
{
    for (size_t i = 0; i < COUNT(surnames); i++) {
        struct str surname = str_of(surnames[i].surname);
        struct buf b;

        if (!str_starts(name, surname))
            continue;
        b = buf_new(a, name.n + 16);
        buf_add(&b, str_of(surnames[i].reading));
        buf_add(&b, str_sub(name, surname.n, name.n));
        return buf_str(&b);
    }
    return name;
}

static struct str key_of(struct arena *a, enum order order, struct str s)
{
    UErrorCode e = U_ZERO_ERROR;
    UCollator *c = collator(order);
    UChar *wide;
    uint8_t *bytes;
    int32_t n, room;

    if (s.n > 4096) /* names end long before */
        s = str_points_sub(s, 1024);
    wide = MANY(a, UChar, s.n + 1);
    u_strFromUTF8WithSub(
        wide, (int32_t)s.n + 1, &n, s.p == NULL ? "" : s.p, (int32_t)s.n, 0xFFFD, NULL, &e);
    assert(U_SUCCESS(e));
    room = ucol_getSortKey(c, wide, n, NULL, 0);
    bytes = arena_take(a, (size_t)room + 1);
    (void)ucol_getSortKey(c, wide, n, bytes, room);
    return bytes_hex(a, bytes_of(bytes, room > 0 ? (size_t)room - 1 : 0));
}

struct str han_pinyin_key(struct arena *a, struct str name)
{
    struct str read = as_read(a, name);

    /* Names that are read alike are kept apart by how they are written; 00 sorts first. */
    return str_f(a, "%.*s00%.*s", STR(key_of(a, PINYIN, read)), STR(key_of(a, PINYIN, name)));
}

struct str han_stroke_key(struct arena *a, struct str name)
{
    return key_of(a, STROKE, name);
}
