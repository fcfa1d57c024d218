/*
 * cache: public pages kept by their loop, as they were sent.  An entry holds as long as nothing
 * was committed by this process since, and two seconds at most (other processes commit too).
 * The ETag is made from the bytes, so an unchanged page stays unchanged for readers.
 */
#ifndef MAIN_CACHE_H
#define MAIN_CACHE_H

#include "main/frame.h"

struct cache *cache_open(struct arena *a);
void cache_close(struct cache *c);
/* May this call be answered from, or kept in, the cache? */
bool cache_may(const struct call *call);
/* Answer from the cache: 200, or 304 when the reader has it.  The entry stays until
 * cache_done. */
bool cache_answer(struct cache *c, struct frame_work *w, int64_t now);
/* Keep a reply that was sent (loop thread). */
void cache_keep(struct cache *c, const struct frame_work *w, int64_t now);
void cache_done(struct cache *c, struct frame_work *w);
/* Give the reply its ETag; a reader who has it already gets 304 without the body. */
void cache_tag(struct call *call);

#endif
