/*
 * log: one line per event on stderr, key=value, escaped; no personal data (struct priv has no
 * log function on purpose).  Library layers do not log; the frames do.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level {
    LOG_ERROR,
    LOG_WARN,
    LOG_INFO,
    LOG_DEBUG
};

struct log_pair {
    const char *key;
    struct str text;
    int64_t number;
    bool is_number;
};
#define LOG_S(k, v) ((struct log_pair){.key = (k), .text = (v)})
#define LOG_N(k, v) ((struct log_pair){.key = (k), .number = (v), .is_number = true})

void log_level_set(enum log_level level);
void log_write(enum log_level level, const char *event, const struct log_pair *pairs, size_t n);
#define LOG(level, event, ...)                                                                 \
    log_write((level), (event), (struct log_pair[]){__VA_ARGS__},                              \
        sizeof((struct log_pair[]){__VA_ARGS__}) / sizeof(struct log_pair))

#endif
