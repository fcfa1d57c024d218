/*
 * text: what people read, by key, in both languages.
 *
 * The .text files hold each key with its Chinese and its English side by side; tools/gen
 * makes the tables and an enum, so that a template that names a missing key does not compile.
 *
 *     station.title
 *       zh 联络站
 *       en Liaison station
 *
 * {0}, {1} … stand for arguments; {0|day|days} for the word that goes with argument 0, the
 * first where it is "1" (English has a plural).  Names of rules (core/cx.h, fail) are keys too.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/str.h"

#include "text_keys.h" /* generated: enum text_key { TEXT_station_title, …, TEXT_KEYS } */

enum lang {
    LANG_ZH = 0,
    LANG_EN = 1
};

struct str text_get(enum lang lang, enum text_key key);
/* By name, e.g. of a rule; the name itself when there is no such key. */
struct str text_find(enum lang lang, struct str name);
/* The text whose name is the parts (at least one) with dots between them; that name itself when
 * there is no such key. */
struct str text_join(struct arena *a, enum lang lang, const struct str *parts, size_t n);
bool text_has(struct str name);
/* The unit behind a number as it is shown: the text name, or name.one where the number is "1"
 * and there is such a key. */
struct str text_counted(enum lang lang, struct str name, struct str number);
/* With {0} {1} … replaced. */
struct str text_fill(
    struct arena *a, enum lang lang, enum text_key key, const struct str *args, size_t n);
struct str text_fill_named(
    struct arena *a, enum lang lang, struct str name, const struct str *args, size_t n);

#endif
