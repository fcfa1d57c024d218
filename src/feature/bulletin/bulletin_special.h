/*
 * bulletin_special: special reports on public opinion (民情民意专报, M12), and the register of
 * pieces in the media.
 *
 * A report is made of requests; what it prints is written anew and names nobody.  The requests
 * stay linked, so that the report's figures can be traced; their people are not read.
 */
#ifndef FEATURE_BULLETIN_SPECIAL_H
#define FEATURE_BULLETIN_SPECIAL_H

#include "core/flow.h"
#include "core/ledger.h"
#include "core/rights.h"

#include "feature/bulletin/bulletin_bare.h"
#include "feature/bulletin/bulletin_suspect.h"

enum special_state {
    SPECIAL_SELECTED,
    SPECIAL_DRAFT,
    SPECIAL_REVIEWED,
    SPECIAL_SENT,
    SPECIAL_INSTRUCTED,
    SPECIAL_ASSIGNED,
    SPECIAL_FOLLOW_UP,
    SPECIAL_RESULT,
    SPECIAL_CLOSED
};
extern const char *const special_state_words[];
enum special_event {
    SPECIAL_DO_DRAFT,
    SPECIAL_DO_REVIEW,
    SPECIAL_DO_SEND,
    SPECIAL_DO_INSTRUCT,
    SPECIAL_DO_ASSIGN,
    SPECIAL_DO_FOLLOW,
    SPECIAL_DO_RESULT,
    SPECIAL_DO_CLOSE
};
extern const char *const special_event_words[];
extern const struct flow bulletin_special_flow;

struct special_report {
    int64_t id;
    struct str public_id, division;
    int64_t year, number;
    struct str title, body, addressee;
    enum special_state state;
    struct str instruction, leader;
    struct date instructed;
    int64_t org_id;
    struct str result;
    int64_t version;
};
LIST_OF(special_report);
extern const struct shape special_report_shape;
struct special_step {
    int64_t id;
    struct str event, to_state, note;
    struct instant at;
};
LIST_OF(special_step);
extern const struct shape special_step_shape;
struct special_source {
    int64_t request_id;
    struct str code, division;
};
LIST_OF(special_source);
extern const struct shape special_source_shape;

/* From public numbers of requests (at least one), blanks or commas between them.  Its draft is
 * what they say without names, contacts and addresses that the system knows of each request,
 * and without what shows by its form (bulletin_bare); what was taken out is kept masked.
 * ERR_INVALID: an unknown number. */
enum err bulletin_special_begin(struct cx *cx, struct str division, struct str title,
    struct str numbers, struct special_report *out) MUST_USE;
enum err bulletin_special_get(
    struct cx *cx, struct str public_id, struct special_report *out) MUST_USE;
/* ERR_INVALID: the text tells who somebody is. */
enum err bulletin_special_set(struct cx *cx, struct special_report *r) MUST_USE;
struct special_move {
    int64_t event; /* enum special_event */
    int64_t version;
    struct str note;   /* instruction, follow-up or result in words */
    struct str leader; /* office of who gave the instruction */
    struct date day;   /* of the instruction; absent: today */
    struct str unit;   /* code of the organisation it is assigned to */
};
enum err bulletin_special_move(
    struct cx *cx, struct special_report *r, const struct special_move *m) MUST_USE;
enum err bulletin_specials(struct cx *cx, struct special_report_list *out) MUST_USE;
enum err bulletin_special_steps(
    struct cx *cx, int64_t id, struct special_step_list *out) MUST_USE;
enum err bulletin_special_sources(
    struct cx *cx, int64_t id, struct special_source_list *out) MUST_USE;
/* What was taken out of the requests' words, for the editor to look at; masked. */
enum err bulletin_special_cuts(
    struct cx *cx, int64_t id, struct special_cut_list *out) MUST_USE;

/* What may be somebody's name in title and text, and about which no editor has said that it may
 * stand.  Nothing is reviewed, sent or printed before there is none. */
enum err bulletin_special_suspects(
    struct cx *cx, const struct special_report *r, struct special_suspect_list *out) MUST_USE;
/* An editor looked: the words are made 某群众 wherever they stand, or may stand. */
enum err bulletin_special_settle(
    struct cx *cx, struct special_report *r, struct str words, bool hide) MUST_USE;
/* ERR_CONFLICT: something is still to be looked at. */
enum err bulletin_special_settled(struct cx *cx, const struct special_report *r) MUST_USE;

enum media_level {
    MEDIA_NATIONAL,
    MEDIA_PROVINCE,
    MEDIA_CITY,
    MEDIA_COUNTY
};
extern const char *const media_level_words[];
struct media_hit {
    int64_t id;
    struct str division;
    struct date day;
    struct str outlet;
    enum media_level level;
    struct str title, place;
};
LIST_OF(media_hit);
extern const struct shape media_hit_shape;
/* Books media.hits.  ERR_CONFLICT: the piece is there already. */
enum err bulletin_media_add(struct cx *cx, struct media_hit *m) MUST_USE;
enum err bulletin_media(struct cx *cx, struct media_hit_list *out) MUST_USE;
enum err bulletin_check_media(struct cx *cx, struct buf *problems) MUST_USE;
/* What a figure of the register opens. */
extern const struct ledger_source bulletin_sources[];

#endif
