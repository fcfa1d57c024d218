/*
 * err: the ten codes with which everything in the house fails, and TRY.
 *
 * A code says what kind of trouble it is; which rule was broken, in which field,
 * and where, is in the fault of the context (core/cx.h).  The text people read is
 * looked up by the rule's name in the .text files.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
    OK = 0,
    ERR_INVALID,   /* the input breaks a rule; the fault names the field          422 */
    ERR_SIGNIN,    /* nobody is signed in                                         401 */
    ERR_DENIED,    /* signed in, not allowed                                      403 */
    ERR_NOT_FOUND, /* missing, or hidden from this actor (the two look alike)     404 */
    ERR_CONFLICT,  /* against the present state, or not unique                    409 */
    ERR_STALE,     /* somebody changed it since it was read                       412 */
    ERR_LIMIT,     /* too big, too many, too often                                413 or 429 */
    ERR_BUSY,      /* serialization conflict or lock time-out: may be run again   503 */
    ERR_DOWN       /* something outside failed: database, gateway, disk           500 */
};

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define NONNULL __attribute__((nonnull))

/* Return upward when a call fails.  Safe because what must be undone belongs to the
 * arena (base/arena.h), so an early return leaks nothing. */
#define TRY(call)                                                                              \
    do {                                                                                       \
        enum err try_err_ = (call);                                                            \
        if (try_err_ != OK)                                                                    \
            return try_err_;                                                                   \
    } while (0)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The code's own name, such as "not_found"; for logs and API replies. */
const char *err_name(enum err code);

/* The HTTP status of a code. */
int err_status(enum err code);

#endif
