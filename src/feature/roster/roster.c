/*
 * roster: words, shapes and shipped rules of stations' life, and what must hold.
 */
#include "feature/roster/roster.h"

#include "feature/roster/roster.sql.h"

const char *const duty_swap_state_words[] = {"asked", "agreed", "refused", "withdrawn", NULL};
const char *const station_post_words[] = {"head", "liaison", "informant", "helper", NULL};
const char *const station_fact_words[] = {"seen", "hours", "reception", "roster", "told",
    "deputies", "register", "plate", "staff", "tasks", NULL};
const char *const rating_view_words[] = {"open", "met", "partly", "not", NULL};

/* clang-format off */
const struct rule_default roster_rules[] = {
    {"roster.idle", "90d", "联络站闲置提醒：多少天没有记录，先提醒联络站自己（实践）", false},
    {"roster.idle_area", "30d", "再过多少天仍没有记录，乡镇和联工委也能看到（实践）", false},
    {"roster.objection", "5wd", "星级结果公示期（实践）", false},
    {NULL, NULL, NULL, false},
};
/* clang-format on */

static const struct field duty_fields[] = {
    FIELD(struct duty, id),
    FIELD(struct duty, station_id),
    FIELD(struct duty, division),
    FIELD(struct duty, day),
    FIELD(struct duty, planned),
    FIELD(struct duty, time_from),
    FIELD(struct duty, time_to),
    FIELD(struct duty, notice_day),
    FIELD(struct duty, deputy_id),
    FIELD(struct duty, told),
    FIELD(struct duty, told_how),
    FIELD(struct duty, cancelled),
    FIELD(struct duty, reason),
    FIELD(struct duty, held),
    FIELD(struct duty, recorded),
    FIELD(struct duty, record),
    FIELD(struct duty, filed),
    FIELD(struct duty, version),
    FIELD(struct duty, persons),
    FIELD(struct duty, met),
    FIELD(struct duty, items),
    FIELD(struct duty, open),
};
const struct shape duty_shape = SHAPE(duty, duty_fields);

static const struct field line_fields[] = {
    FIELD(struct duty_line, id),
    FIELD(struct duty_line, code),
    FIELD(struct duty_line, title),
    FIELD(struct duty_line, state),
    FIELD(struct duty_line, closed),
};
const struct shape duty_line_shape = SHAPE(duty_line, line_fields);

static const struct field register_fields[] = {
    FIELD(struct register_row, id),
    FIELD(struct register_row, day),
    FIELD(struct register_row, persons),
    FIELD(struct register_row, deputy),
    FIELD(struct register_row, summary),
    FIELD(struct register_row, idem),
    FIELD(struct register_row, code),
    FIELD(struct register_row, class_),
    FIELD(struct register_row, reason),
};
const struct shape register_row_shape = SHAPE(register_row, register_fields);

static const struct field said_fields[] = {
    FIELD(struct station_said, station_id),
    FIELD(struct station_said, intro),
    FIELD(struct station_said, rules),
    FIELD(struct station_said, version),
};
const struct shape station_said_shape = SHAPE(station_said, said_fields);

static const struct field doing_fields[] = {
    FIELD(struct station_doing, id),
    FIELD(struct station_doing, kind),
    FIELD(struct station_doing, day),
    FIELD(struct station_doing, person_times),
};
const struct shape station_doing_shape = SHAPE(station_doing, doing_fields);

static const struct field swap_fields[] = {
    FIELD(struct duty_swap, id),
    FIELD(struct duty_swap, duty_id),
    FIELD(struct duty_swap, from_id),
    FIELD(struct duty_swap, to_id),
    FIELD(struct duty_swap, note),
    FIELD_ENUM(struct duty_swap, state, duty_swap_state_words),
    FIELD(struct duty_swap, asked),
    FIELD(struct duty_swap, answered),
    FIELD(struct duty_swap, account_id),
};
const struct shape duty_swap_shape = SHAPE(duty_swap, swap_fields);

static const struct field share_fields[] = {
    FIELD(struct duty_share, deputy_id),
    FIELD(struct duty_share, times),
    FIELD(struct duty_share, last),
};
const struct shape duty_share_shape = SHAPE(duty_share, share_fields);

static const struct field person_fields[] = {
    FIELD(struct station_person, id),
    FIELD(struct station_person, station_id),
    FIELD(struct station_person, name),
    FIELD_ENUM(struct station_person, post, station_post_words),
    FIELD(struct station_person, valid_from),
    FIELD(struct station_person, valid_to),
    FIELD(struct station_person, version),
};
const struct shape station_person_shape = SHAPE(station_person, person_fields);

static const struct field change_fields[] = {
    FIELD(struct station_change, id),
    FIELD(struct station_change, station_id),
    FIELD(struct station_change, person_id),
    FIELD(struct station_change, deputy_id),
    FIELD(struct station_change, told),
    FIELD(struct station_change, told_how),
};
const struct shape station_change_shape = SHAPE(station_change, change_fields);

static const struct field task_fields[] = {
    FIELD(struct station_task, id),
    FIELD(struct station_task, station_id),
    FIELD(struct station_task, name),
    FIELD(struct station_task, action),
    FIELD(struct station_task, standard),
    FIELD(struct station_task, post),
    FIELD(struct station_task, lead),
    FIELD(struct station_task, lead_id),
    FIELD(struct station_task, helpers),
    FIELD(struct station_task, version),
};
const struct shape station_task_shape = SHAPE(station_task, task_fields);

static const struct field standard_fields[] = {
    FIELD(struct station_standard, id),
    FIELD(struct station_standard, division),
    FIELD(struct station_standard, name),
    FIELD(struct station_standard, edition),
    FIELD(struct station_standard, source),
    FIELD(struct station_standard, valid_from),
    FIELD(struct station_standard, valid_to),
    FIELD(struct station_standard, version),
};
const struct shape station_standard_shape = SHAPE(station_standard, standard_fields);

static const struct field item_fields[] = {
    FIELD(struct station_item, id),
    FIELD(struct station_item, standard_id),
    FIELD(struct station_item, place),
    FIELD(struct station_item, words),
    FIELD_ENUM(struct station_item, fact, station_fact_words),
};
const struct shape station_item_shape = SHAPE(station_item, item_fields);

static const struct field facts_fields[] = {
    FIELD(struct station_facts, duties),
    FIELD(struct station_facts, given),
    FIELD(struct station_facts, told),
    FIELD(struct station_facts, deputies),
    FIELD(struct station_facts, persons),
    FIELD(struct station_facts, plates),
    FIELD(struct station_facts, heads),
    FIELD(struct station_facts, liaisons),
    FIELD(struct station_facts, tasks),
    FIELD(struct station_facts, gaps),
};
const struct shape station_facts_shape = SHAPE(station_facts, facts_fields);

static const struct field audit_fields[] = {
    FIELD(struct station_audit, id),
    FIELD(struct station_audit, station_id),
    FIELD(struct station_audit, division),
    FIELD(struct station_audit, standard_id),
    FIELD(struct station_audit, day),
    FIELD(struct station_audit, note),
    FIELD(struct station_audit, account_id),
    FIELD(struct station_audit, idem),
    FIELD(struct station_audit, findings),
    FIELD(struct station_audit, open),
    FIELD(struct station_audit, due),
};
const struct shape station_audit_shape = SHAPE(station_audit, audit_fields);

static const struct field finding_fields[] = {
    FIELD(struct station_finding, id),
    FIELD(struct station_finding, audit_id),
    FIELD(struct station_finding, item_id),
    FIELD(struct station_finding, words),
    FIELD(struct station_finding, due),
    FIELD(struct station_finding, fixed),
    FIELD(struct station_finding, fixed_words),
    FIELD(struct station_finding, version),
};
const struct shape station_finding_shape = SHAPE(station_finding, finding_fields);

static const struct field idle_fields[] = {
    FIELD(struct station_idle, id),
    FIELD(struct station_idle, station_id),
    FIELD(struct station_idle, division),
    FIELD(struct station_idle, since),
    FIELD(struct station_idle, told_station),
    FIELD(struct station_idle, told_area),
    FIELD(struct station_idle, ended),
};
const struct shape station_idle_shape = SHAPE(station_idle, idle_fields);

static const struct field last_fields[] = {
    FIELD(struct station_last, id),
    FIELD(struct station_last, name),
    FIELD(struct station_last, division),
    FIELD(struct station_last, public_id),
    FIELD(struct station_last, opened),
    FIELD(struct station_last, visit),
    FIELD(struct station_last, activity),
};
const struct shape station_last_shape = SHAPE(station_last, last_fields);

static const struct field booking_fields[] = {
    FIELD(struct home_booking, id),
    FIELD(struct home_booking, station_id),
    FIELD(struct home_booking, day),
    FIELD(struct home_booking, time_from),
    FIELD(struct home_booking, time_to),
    FIELD(struct home_booking, purpose),
};
const struct shape home_booking_shape = SHAPE(home_booking, booking_fields);

enum err roster_check(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_roster_strange(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld duties or ratings do not fit together\n", (long long)n);
    return OK;
}
