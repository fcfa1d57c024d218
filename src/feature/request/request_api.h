/* The interface's routes, for request_feature.c. */
#ifndef FEATURE_REQUEST_API_H
#define FEATURE_REQUEST_API_H

#include "http/route.h"

extern const struct route request_api_routes[];

#endif
