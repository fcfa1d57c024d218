#include "store/migrate.h"

/* As long as there is no step under schema/. */
const struct schema_step schema_steps[] = {{0}};
const size_t schema_steps_n = 0;
