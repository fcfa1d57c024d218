/*
 * parts: the small parts every page may put; every generated page includes this.
 */
#ifndef WEB_PARTS_H
#define WEB_PARTS_H

#include "base/html.h"

#endif
