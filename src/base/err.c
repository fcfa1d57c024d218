#include "base/err.h"

static const struct {
    const char *name;
    int status;
} codes[] = {
    [OK] = {"ok", 200},
    [ERR_INVALID] = {"invalid", 422},
    [ERR_SIGNIN] = {"signin", 401},
    [ERR_DENIED] = {"denied", 403},
    [ERR_NOT_FOUND] = {"not_found", 404},
    [ERR_CONFLICT] = {"conflict", 409},
    [ERR_STALE] = {"stale", 412},
    [ERR_LIMIT] = {"limit", 413},
    [ERR_BUSY] = {"busy", 503},
    [ERR_DOWN] = {"down", 500},
};

const char *err_name(enum err code)
{
    return (unsigned)code < COUNT(codes) ? codes[code].name : "unknown";
}

int err_status(enum err code)
{
    return (unsigned)code < COUNT(codes) ? codes[code].status : 500;
}
