/*
 * image: photographs from strangers: recognised by content, decoded, turned upright, written
 * anew without any metadata.
 *
 * image_child is what the hidden command "image-child" runs: the picture comes on standard
 * input, the new one leaves on standard output, and nothing else can be done in between: no
 * files, no network, two seconds of processor time, 256 MiB of memory (hardening T11).
 */
#ifndef OUT_IMAGE_H
#define OUT_IMAGE_H

#include "base/str.h"

enum image_type {
    IMAGE_NONE,
    IMAGE_JPEG,
    IMAGE_PNG,
    IMAGE_WEBP
};

enum {
    IMAGE_MAX_PIXELS = 40 * 1000 * 1000,
    IMAGE_MAX_SIDE = 30000,
    IMAGE_MAX_BYTES = 12 * 1024 * 1024,
    IMAGE_HEAD_BYTES = 12 /* of the child's answer: type, width, height; big-endian */
};

/* How the child ends. */
enum image_status {
    IMAGE_OK = 0,
    IMAGE_NOT_ONE = 3, /* none of the three types */
    IMAGE_BROKEN = 4,  /* cannot be decoded */
    IMAGE_PIXELS = 5   /* more than the cap */
};

enum image_type image_type_of(struct bytes in);
/* What the header says, before anything is decoded.  IMAGE_OK or what is wrong. */
enum image_status image_size(struct bytes in, int32_t *width, int32_t *height);
/* Orientation 1..8 as the camera noted it; 1 when it did not. */
int image_orientation(struct bytes in);
/* Decode, turn upright, encode.  *out is freed with image_free. */
enum image_status image_encode(
    struct bytes in, struct bytes *out, int32_t *width, int32_t *height);
void image_free(struct bytes b);
/* All limits of the child for this process, before the first byte of the stranger's is read. */
bool image_limit(void);
/* Limits itself, reads, encodes, writes; gives the exit status. */
int image_child(void);

#endif
