# Empty text tables, as long as tools/gen is not there.
cat >"$1" <<'H'
#ifndef TEXT_KEYS_H
#define TEXT_KEYS_H
#include "base/str.h"
enum text_key { TEXT_KEYS };
struct text_entry {
    struct str name;
    struct str words[2];
};
extern const struct text_entry text_table[];
#endif
H
cat >"$2" <<'C'
#include "text_keys.h"
const struct text_entry text_table[] = {{{0, 0}, {{0, 0}, {0, 0}}}};
C
