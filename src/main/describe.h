/*
 * describe: the living system in words and pictures, from its own tables: flows as lines and
 * diagrams, the JSON interface as OpenAPI.
 */
#ifndef MAIN_DESCRIBE_H
#define MAIN_DESCRIBE_H

#include "cli/cli.h"
#include "http/route.h"

extern const struct cli_option describe_flow_options[];
/* `lianluo flows [NAME] [--svg|--dot]`, `lianluo openapi`. */
enum err describe_flows(struct cli *cli) MUST_USE;
enum err describe_openapi(struct cli *cli) MUST_USE;

/* /api/openapi.json, /flows/{name}.svg */
extern const struct route describe_routes[];

#endif
