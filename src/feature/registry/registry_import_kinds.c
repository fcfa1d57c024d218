/*
 * registry: what tables of divisions, organisations and congresses look like.
 */
#include "feature/registry/registry_import.h"

/* clang-format off */
static const struct import_column division_columns[] = {
    { "code",       TEXT_import_code_division, true,  "430408001101" },
    { "name",       TEXT_import_name,          true,  "竹山村" },
    { "kind",       TEXT_import_kind,          false, "村" },
    { "parent",     TEXT_import_parent,        false, "430408001000" },
    { "valid_from", TEXT_import_valid_from,    false, "2020-01-01" },
    { "valid_to",   TEXT_import_valid_to,      false, NULL },
    { "successor",  TEXT_import_successor,     false, NULL },
};
static const struct import_column org_columns[] = {
    { "code",       TEXT_import_key,        true,  "430408-jtj" },
    { "name",       TEXT_import_name,       true,  "蒸湘区交通运输局" },
    { "alias",      TEXT_import_alias,      false, "区交通局" },
    { "kind",       TEXT_import_kind,       true,  "政府部门" },
    { "division",   TEXT_import_division,   true,  "430408000000" },
    { "level",      TEXT_import_level,      true,  "县" },
    { "handles",    TEXT_import_handles,    false, "是" },
    { "matters",    TEXT_import_matters,    false, "道路 桥梁 公交" },
    { "valid_from", TEXT_import_valid_from, false, NULL },
    { "valid_to",   TEXT_import_valid_to,   false, NULL },
    { "successor",  TEXT_import_successor,  false, NULL },
};
static const struct import_column congress_columns[] = {
    { "code",       TEXT_import_key,        true,  "430408-6" },
    { "name",       TEXT_import_name,       true,  "蒸湘区第六届人民代表大会" },
    { "division",   TEXT_import_division,   true,  "430408000000" },
    { "level",      TEXT_import_level,      true,  "县" },
    { "term",       TEXT_import_term,       false, "6" },
    { "seats",      TEXT_import_seats,      false, "180" },
    { "valid_from", TEXT_import_valid_from, false, "2021-12-20" },
    { "valid_to",   TEXT_import_valid_to,   false, NULL },
};
/* clang-format on */

/* What the code alone does not tell: a village or a community. */
static enum division_kind kind_of(struct str code, struct str name)
{
    enum division_kind kind = DIVISION_COUNTRY;

    (void)registry_code_kind(code, &kind);
    if (kind == DIVISION_VILLAGE && (str_has(name, S("社区")) || str_has(name, S("居委会"))))
        return DIVISION_COMMUNITY;
    return kind;
}

static enum err division_put(struct cx *cx, const struct import_row *row, enum put *done)
{
    struct division d = {.code = registry_import_text(row, "code"),
        .name = registry_import_text(row, "name"),
        .parent = registry_import_text(row, "parent"),
        .successor = registry_import_text(row, "successor"),
        .valid_from = registry_import_date(cx, row, "valid_from"),
        .valid_to = registry_import_date(cx, row, "valid_to")};

    d.kind = (enum division_kind)registry_import_word(
        cx, row, "kind", division_kind_words, "division_kind", (int)kind_of(d.code, d.name));
    TRY(cx_checked(cx));
    return registry_division_put(cx, &d, done);
}

static enum err org_put(struct cx *cx, const struct import_row *row, enum put *done)
{
    struct str alias = registry_import_text(row, "alias");
    struct org o = {.code = registry_import_text(row, "code"),
        .name = registry_import_text(row, "name"),
        .kind = (enum org_kind)registry_import_word(
            cx, row, "kind", org_kind_words, "org_kind", ORG_OTHER),
        .division = registry_import_text(row, "division"),
        .level = (enum congress_level)registry_import_word(
            cx, row, "level", congress_level_words, "congress_level", LEVEL_COUNTY),
        .handles = registry_import_yes(cx, row, "handles"),
        .matters = registry_import_text(row, "matters"),
        .valid_from = registry_import_date(cx, row, "valid_from"),
        .valid_to = registry_import_date(cx, row, "valid_to"),
        .successor = registry_import_text(row, "successor")};
    enum put more = PUT_SAME;

    TRY(cx_checked(cx));
    TRY(registry_org_put(cx, &o, done));
    if (alias.n > 0)
        TRY(registry_org_alias(cx, o.id, alias, &more));
    if (*done == PUT_SAME && more == PUT_NEW)
        *done = PUT_CHANGED;
    return OK;
}

static enum err congress_put(struct cx *cx, const struct import_row *row, enum put *done)
{
    struct congress c = {.code = registry_import_text(row, "code"),
        .name = registry_import_text(row, "name"),
        .division = registry_import_text(row, "division"),
        .level = (enum congress_level)registry_import_word(
            cx, row, "level", congress_level_words, "congress_level", LEVEL_COUNTY),
        .term = registry_import_number(cx, row, "term", 99),
        .seats = registry_import_number(cx, row, "seats", 3000),
        .valid_from = registry_import_date(cx, row, "valid_from"),
        .valid_to = registry_import_date(cx, row, "valid_to")};

    TRY(cx_checked(cx));
    return registry_congress_put(cx, &c, done);
}

const struct import_kind registry_import_divisions = {"divisions", TEXT_import_divisions,
    RIGHT_REGISTRY_IMPORT, division_columns, COUNT(division_columns), division_put};
const struct import_kind registry_import_orgs = {"organisations", TEXT_import_organisations,
    RIGHT_REGISTRY_IMPORT, org_columns, COUNT(org_columns), org_put};
const struct import_kind registry_import_congresses = {"congresses", TEXT_import_congresses,
    RIGHT_REGISTRY_IMPORT, congress_columns, COUNT(congress_columns), congress_put};
