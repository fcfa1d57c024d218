/*
 * rights: the one permission table: rights x roles x scope.
 *
 * A grant is a role on a subtree of divisions or on an organisation.  A right says which roles
 * have it and how the object must lie towards the grant.  What an actor may not see looks
 * exactly like what does not exist (ERR_NOT_FOUND).
 */
#ifndef CORE_RIGHTS_H
#define CORE_RIGHTS_H

#include "core/cx.h"

enum role {
    ROLE_ANYONE = 1 << 0,
    ROLE_CITIZEN = 1 << 1, /* by query code, or by a link to phone or e-mail; no account */
    ROLE_DEPUTY = 1 << 2,
    ROLE_CLERK = 1 << 3,     /* station clerk */
    ROLE_UNIT = 1 << 4,      /* officer of a handling unit */
    ROLE_PRESIDIUM = 1 << 5, /* township presidium, subdistrict working committee */
    ROLE_OFFICE = 1 << 6,    /* liaison office */
    ROLE_LEADER = 1 << 7,
    ROLE_AUDITOR = 1 << 8,   /* audit administrator */
    ROLE_SYSTEM = 1 << 9,    /* system administrator */
    ROLE_SECURITY = 1 << 10, /* security administrator */
    ROLE_CLOCK = 1 << 11     /* jobs of the program itself */
};
#define ROLES 12
extern const char *const role_words[]; /* "anyone", "citizen", … by bit number */

/* How the object must lie towards a grant of the actor. */
enum scope {
    SCOPE_NONE = 1, /* the role is enough */
    SCOPE_AREA,     /* the object's division lies in the grant's subtree */
    SCOPE_ORG,      /* the object is assigned to the grant's organisation */
    SCOPE_OWN,      /* the object is the actor's own (deputy, citizen's case) */
    SCOPE_ROLE      /* by role: clerk, presidium, office, leader by area; unit by organisation;
                       deputy and citizen their own */
};

/* clang-format off */
enum right {
    RIGHT_NONE = 0,        /* does not start */
    RIGHT_ANYONE,          /* public */
    RIGHT_CITIZEN,         /* somebody who showed a query code or used a link */
    RIGHT_SIGNED_IN,       /* any account */
    RIGHT_REQUEST_CREATE,  /* register a request for a visitor, caller, letter; a deputy's own */
    RIGHT_REQUEST_READ,
    RIGHT_REQUEST_MOVE,    /* the flow table says which moves */
    RIGHT_REQUEST_IDENTITY,
    RIGHT_REQUEST_EXPORT,
    RIGHT_STATION_READ,
    RIGHT_STATION_EDIT,
    RIGHT_VISIT_RECORD,    /* visitor register of a station */
    RIGHT_REGISTRY_READ,
    RIGHT_REGISTRY_EDIT,
    RIGHT_REGISTRY_IMPORT,
    RIGHT_CODE_ISSUE,      /* codes and plates */
    RIGHT_RULES_READ,
    RIGHT_RULES_EDIT,
    RIGHT_FIGURES_READ,
    RIGHT_REPORT_ASK,      /* ask places below for their figures */
    RIGHT_REPORT_CONFIRM,  /* confirm one's own figures for those who asked */
    RIGHT_ACCOUNT_MANAGE,  /* security administrator */
    RIGHT_AUDIT_READ,      /* auditor */
    RIGHT_SYSTEM_READ,     /* system administrator: jobs, backups, promises kept */
    RIGHT_HAMLET_READ,     /* hamlets, their groups and councils */
    RIGHT_HAMLET_EDIT,
    RIGHT_MEDIATION_KEEP,  /* mediation cases, with the names of the parties */
    RIGHT_ROSTER_READ,     /* duty, staff, standards, ratings of stations */
    RIGHT_ROSTER_KEEP,
    RIGHT_DUTY_OWN,        /* own reception days, of a leader too who is a deputy */
    RIGHT_STANDARD_EDIT,   /* standards of stations, audits, rating rounds */
    RIGHT_ACTIVITY_READ,
    RIGHT_ACTIVITY_RECORD, /* record and correct: a deputy's own, staff in their area */
    RIGHT_ACTIVITY_NAMES,  /* names of voters met, with a reason */
    RIGHT_ACTIVITY_EXPORT,
    RIGHT_THEME_EDIT,      /* purposes and campaigns that activities are recorded under */
    RIGHT_BULLETIN_READ,   /* issues, articles and special reports in the making */
    RIGHT_BULLETIN_EDIT,   /* the office's bulletin desk */
    RIGHT_BULLETIN_SIGN,
    RIGHT_ARTICLE_SEND,    /* write articles for the bulletin and send them in */
    RIGHT_CONTACT_READ,    /* coverage, collections, groups, teams of an area */
    RIGHT_CONTACT_EDIT,
    RIGHT_CONTACT_OWN,     /* one's own contacts, groups, parts of collections */
    RIGHT_CONTACT_FEEDBACK, /* a department answers what a collection brought */
    RIGHT_DIARY_WRITE,     /* a deputy's own diary */
    RIGHT_TALK_READ,       /* notes of talks: the two and the office's head */
    RIGHT_TALK_HEAD,       /* names the office's head */
    RIGHT_HELP,            /* register of help for deputies' own business */
    RIGHT_FINDING_SEND,    /* reports of inspections and research go to the organs concerned */
    RIGHT_FINDING_ANSWER,  /* those tell what they made of them */
    RIGHTS
};
/* clang-format on */

struct right_row {
    enum right right;
    const char *name; /* "request.read" */
    unsigned roles;   /* bits of enum role */
    enum scope scope;
    const char *text; /* text key: what it allows, in words */
};
extern const struct right_row right_rows[]; /* RIGHTS - 1 rows, in order */

/* Codes >= from and < to. */
struct right_range {
    struct str from, to;
};

/* A node inside or outside of a division that belongs to it (1) or has left it (-1) whatever
 * its code says (core/subtree).  Of nested ones the smallest decides. */
struct right_part {
    struct right_range range;
    int64_t sign;
};

struct grant {
    int64_t id;
    enum role role;
    struct str division; /* 12 digits, or absent */
    int64_t org_id;      /* or 0 */
    struct right_part *parts;
    size_t nparts;
};
LIST_OF(grant);
/* Fill a list from rows of (grant, one part or none), rows of a grant together; list->p and
 * pool have room for as many as there are rows. */
void right_grant_add(struct grant_list *list, struct right_part *pool, size_t *used,
    struct grant grant, struct right_part part);

/* Who asks.  Anyone has person_id 0 and no grants. */
struct actor {
    int64_t account_id; /* 0: no account */
    int64_t person_id;  /* deputies and staff as people; 0 */
    int64_t session_id;
    int64_t case_id;  /* the request that a citizen's session opens, or 0 */
    int64_t token_id; /* another program speaks in the account's name; 0 */
    uint64_t only;    /* of a token: bits by number of the only rights it carries; 0: all */
    struct str name;
    unsigned roles; /* all role bits, ROLE_ANYONE always among them */
    struct grant_list grants;
};

/* What is asked about: fill what applies. */
struct object {
    struct str division;
    int64_t org_id;    /* handling unit */
    int64_t person_id; /* deputy it belongs to */
    int64_t case_id;   /* request of a citizen's session */
};

/* OK, ERR_SIGNIN (nobody signed in and the right needs it), ERR_DENIED (no grant has the right
 * anywhere), ERR_NOT_FOUND (has it, but not here: looks like missing). */
enum err right_check(struct cx *cx, enum right right, const struct object *object) MUST_USE;
/* The same without a fault; for buttons. */
bool right_may(const struct cx *cx, enum right right, const struct object *object);
/* Does the actor have the right anywhere at all?  (The frame's check of a route.) */
enum err right_anywhere(struct cx *cx, enum right right) MUST_USE;
/* Roles that the actor has towards this object. */
unsigned right_roles_for(const struct cx *cx, const struct object *object);
/* Subtrees in which the actor has the right; for lists; joined where they touch.  An account
 * is given at most RIGHT_AREAS separate ones; parts come besides. */
#define RIGHT_AREAS 8
struct right_ranges {
    struct right_range at[64];
    size_t n;
};
struct right_ranges right_ranges(struct cx *cx, enum right right);
/* The codes that lie in a division with these parts. */
struct right_ranges right_ranges_of(
    struct arena *a, struct str division, const struct right_part *parts, size_t n);
/* The subtree of a 12-digit code: zeros at the end are stripped to the level. */
struct right_range right_subtree(struct arena *a, struct str division);
/* True when one account may hold these roles together: the three administrator kinds exclude
 * each other and every business role. */
bool right_exclusive(unsigned roles);
/* The table, one line per right: name, roles with commas, scope; tab separated, stable order.
 */
void right_print(struct buf *out);

#endif
