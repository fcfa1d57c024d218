/*
 * station: tables of deputies with their stations, and of stations.
 */
#include "feature/station/station_import.h"

#include "feature/station/station.h"

/* clang-format off */
static const struct import_column deputy_columns[] = {
    { "code",           TEXT_import_key,            true,  "430408-6-001" },
    { "person_code",    TEXT_import_person_code,    true,  "430408-r001" },
    { "name",           TEXT_import_person,         true,  "王芄" },
    { "congress",       TEXT_import_congress,       true,  "430408-6" },
    { "constituency",   TEXT_import_constituency,   false, "第一选区" },
    { "division",       TEXT_import_electoral,      true,  "430408001000" },
    { "office_holding", TEXT_import_office_holding, false, "否" },
    { "post",           TEXT_import_post,           false, "村民" },
    { "state",          TEXT_import_state,          false, "在任" },
    { "cause",          TEXT_import_cause,          false, NULL },
    { "valid_from",     TEXT_import_valid_from,     false, "2021-12-20" },
    { "valid_to",       TEXT_import_valid_to,       false, NULL },
    { "station",        TEXT_import_station,        false, NULL },
    { "group",          TEXT_import_group,          false, NULL },
};
static const struct import_column station_columns[] = {
    { "code",       TEXT_import_key,        true,  "430408-z001" },
    { "name",       TEXT_import_name,       true,  "蒸湘街道代表联络站" },
    { "alias",      TEXT_import_alias,      false, "代表之家" },
    { "kind",       TEXT_import_kind,       false, "固定站" },
    { "rank",       TEXT_import_rank,       false, "中心站" },
    { "centre",     TEXT_import_centre,     false, NULL },
    { "state",      TEXT_import_state,      false, "开放" },
    { "division",   TEXT_import_division,   true,  "430408001000" },
    { "address",    TEXT_import_address,    true,  "街道办事处一楼" },
    { "phone",      TEXT_import_phone,      false, "0734-0000000" },
    { "hours",      TEXT_import_hours,      false, "09:00-11:30,14:30-17:00 1-5" },
    { "reception",  TEXT_import_reception,  false, "monthly:15 09:00-11:00" },
    { "valid_from", TEXT_import_valid_from, false, "2022-01-01" },
};
/* clang-format on */

static int64_t station_id_of(struct cx *cx, const struct import_row *row, const char *key)
{
    struct str code = registry_import_text(row, key);
    struct station s;

    if (str_empty(code))
        return -1;
    if (station_by_code(cx, code, &s) == OK)
        return s.id;
    cx->faults.p[cx->faults.n - 1].field = str_of(key);
    return -1;
}

static enum err deputy_put(struct cx *cx, const struct import_row *row, enum put *done)
{
    struct deputy_in in = {.code = registry_import_text(row, "code"),
        .person_code = registry_import_text(row, "person_code"),
        .name = registry_import_text(row, "name"),
        .congress = registry_import_text(row, "congress"),
        .constituency = registry_import_text(row, "constituency"),
        .division = registry_import_text(row, "division"),
        .office_holding = registry_import_yes(cx, row, "office_holding"),
        .post = registry_import_text(row, "post"),
        .state = (enum tenure_state)registry_import_word(
            cx, row, "state", tenure_state_words, "state.tenure", TENURE_ACTIVE),
        .valid_from = registry_import_date(cx, row, "valid_from"),
        .valid_to = registry_import_date(cx, row, "valid_to"),
        .group_code = registry_import_text(row, "group")};
    int cause = registry_import_word(cx, row, "cause", tenure_cause_words, "tenure_cause", -1);
    struct deputy d;

    in.station_id = station_id_of(cx, row, "station");
    if (cause >= 0)
        in.end_cause = str_of(tenure_cause_words[cause]);
    if (cx->faults.n > 0)
        return ERR_INVALID;
    return registry_deputy_put(cx, &in, &d, done);
}

static enum err station_row_put(struct cx *cx, const struct import_row *row, enum put *done)
{
    struct station s = {.code = registry_import_text(row, "code"),
        .name = registry_import_text(row, "name"),
        .alias = registry_import_text(row, "alias"),
        .kind = (enum station_kind)registry_import_word(
            cx, row, "kind", station_kind_words, "station_kind", STATION_FIXED),
        .rank = (enum station_rank)registry_import_word(
            cx, row, "rank", station_rank_words, "station_rank", STATION_CENTRE),
        .state = (enum station_state)registry_import_word(
            cx, row, "state", station_state_words, "state.station", STATION_OPEN),
        .division = registry_import_text(row, "division"),
        .address = registry_import_text(row, "address"),
        .phone = registry_import_text(row, "phone"),
        .hours = registry_import_text(row, "hours"),
        .reception = registry_import_text(row, "reception"),
        .valid_from = registry_import_date(cx, row, "valid_from"),
        .valid_to = DATE_NONE};
    int64_t centre = station_id_of(cx, row, "centre");

    s.centre_id = centre > 0 ? centre : 0;
    if (cx->faults.n > 0)
        return ERR_INVALID;
    return station_put(cx, &s, done);
}

static const struct import_kind deputies = {"deputies", TEXT_import_deputies,
    RIGHT_REGISTRY_IMPORT, deputy_columns, COUNT(deputy_columns), deputy_put};
static const struct import_kind stations = {"stations", TEXT_import_stations,
    RIGHT_REGISTRY_IMPORT, station_columns, COUNT(station_columns), station_row_put};

const struct import_kind *const station_imports[] = {&registry_import_divisions,
    &registry_import_orgs, &registry_import_congresses, &stations, &deputies,
    &station_import_accounts, NULL};

const struct import_kind *station_import_kind(struct str name)
{
    for (size_t i = 0; station_imports[i] != NULL; i++)
        if (str_is(name, station_imports[i]->name))
            return station_imports[i];
    return NULL;
}
