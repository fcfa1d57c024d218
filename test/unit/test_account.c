#include "core/account.h"
#include "core/account_rows.h"
#include "core/meta.h"
#include "core/session.h"

#include <liboath/oath.h>
#include <stdlib.h>

#include "world.h"

#define PASSWORD "Meadow seven kettle wanders"
#define TOWN "430407101000"

static const unsigned char seed[20] = "twenty bytes of seed";

/* Argon2 is slow: one hash serves every test. */
static struct str known_hash(struct world *w)
{
    static char kept[200];

    if (kept[0] == 0) {
        struct str hash;

        assert_int_equal(secret_password_hash(w->cx.arena, S(PASSWORD), &hash), OK);
        assert_true(hash.n < sizeof kept);
        memcpy(kept, hash.p, hash.n + 1);
    }
    return str_of(kept);
}

static struct account make(
    struct world *w, const char *login, enum account_family family, bool enrolled, bool demo)
{
    struct account_draft d = {.login = str_of(login),
        .name = S("联络站工作人员"),
        .family = family,
        .email = S("clerk@example.cn"),
        .password_hash = known_hash(w),
        .demo = demo};
    struct account a;

    if (enrolled)
        d.totp_seed = bytes_of(seed, sizeof seed);
    world_as_program(w);
    assert_cx(OK, w, account_make(&w->cx, &d, &a));
    return a;
}

static struct str code_at(struct world *w, int64_t unix_time)
{
    char otp[8];

    assert_int_equal(
        oath_totp_generate((const char *)seed, sizeof seed, (time_t)unix_time, 30, 0, 6, otp),
        OATH_OK);
    return str_dup(w->cx.arena, str_of(otp));
}

static struct account_entry password_step(
    struct world *w, const char *login, const char *password, const char *device)
{
    struct account_try t = {str_of(login), str_of(password), S("10.1.2.3"), str_of(device)};
    struct account_proof p;
    struct account_entry e;

    world_as_anyone(w);
    assert_cx(OK, w, account_prove(&w->cx, &t, &p));
    assert_cx(OK, w, account_sign_in(&w->cx, &p, (struct str){0}, S("Firefox"), &e));
    return e;
}

static struct str sign_in(struct world *w, const char *login)
{
    struct account_entry e = password_step(w, login, PASSWORD, "");
    struct str token = e.token;

    assert_int_equal(e.stage, STAGE_CODE);
    assert_cx(OK, w, account_second(&w->cx, token, code_at(w, w->cx.now.s), S("Firefox"), &e));
    assert_int_equal(e.stage, STAGE_IN);
    return e.token;
}

static struct actor found(struct world *w, struct str token)
{
    struct actor who;
    bool touch;

    assert_cx(OK, w, session_find(&w->cx, token, &who, &touch));
    return who;
}

static void a_password_and_a_code_open_a_session_with_the_roles_granted(void **state)
{
    struct world *w = *state;
    struct account a = make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    struct account_entry e;
    struct actor who;
    struct str half;

    assert_cx(OK, w, account_grant_add(&w->cx, &a, ROLE_CLERK, S(TOWN), 0));
    e = password_step(w, " Clerk.One ", PASSWORD, "");
    half = e.token;
    assert_int_equal(e.stage, STAGE_CODE);
    assert_int_equal(found(w, half).account_id, 0);
    assert_int_equal(found(w, half).roles, ROLE_ANYONE);
    assert_cx(OK, w, account_second(&w->cx, half, code_at(w, w->cx.now.s), S("Firefox"), &e));
    assert_int_equal(e.stage, STAGE_IN);
    who = found(w, e.token);
    assert_int_equal(who.account_id, a.id);
    assert_int_equal(who.roles, ROLE_ANYONE | ROLE_CLERK);
    assert_int_equal(who.grants.n, 1);
    assert_str(who.grants.p->division, TOWN);
    assert_int_equal(found(w, half).session_id, 0);
}

static void a_code_works_once(void **state)
{
    struct world *w = *state;
    struct account_entry e;

    (void)make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    (void)sign_in(w, "clerk.one");
    e = password_step(w, "clerk.one", PASSWORD, "");
    assert_cx(
        OK, w, account_second(&w->cx, e.token, code_at(w, w->cx.now.s), (struct str){0}, &e));
    assert_int_equal(e.stage, STAGE_REFUSED);
    world_later(w, 30);
    e = password_step(w, "clerk.one", PASSWORD, "");
    assert_cx(OK, w,
        account_second(&w->cx, e.token, code_at(w, w->cx.now.s - 30), (struct str){0}, &e));
    assert_int_equal(e.stage, STAGE_REFUSED);
    e = password_step(w, "clerk.one", PASSWORD, "");
    assert_cx(
        OK, w, account_second(&w->cx, e.token, code_at(w, w->cx.now.s), (struct str){0}, &e));
    assert_int_equal(e.stage, STAGE_IN);
}

static void known_and_unknown_names_are_refused_and_slowed_alike(void **state)
{
    static const char *const logins[] = {"clerk.one", "nobody.here"};
    struct world *w = *state;

    (void)make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    for (size_t i = 0; i < COUNT(logins); i++) {
        for (int n = 0; n < 5; n++)
            assert_int_equal(password_step(w, logins[i], "wrong", "").stage, STAGE_REFUSED);
        assert_int_equal(password_step(w, logins[i], PASSWORD, "").stage, STAGE_WAIT);
        assert_int_equal(password_step(w, logins[i], PASSWORD, "").wait, 1);
    }
}

static void waiting_grows_to_a_quarter_of_an_hour_and_then_ends(void **state)
{
    struct world *w = *state;
    struct account_entry e;

    (void)make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    for (int n = 0; n < 14; n++) {
        e = password_step(w, "clerk.one", "wrong", "");
        assert_int_equal(e.stage, STAGE_REFUSED);
        e = password_step(w, "clerk.one", "wrong", "");
        if (n > 4) {
            assert_int_equal(e.stage, STAGE_WAIT);
            assert_true(e.wait <= 15);
        }
        world_later(w, 901);
    }
    assert_int_equal(password_step(w, "clerk.one", PASSWORD, "").stage, STAGE_CODE);
}

static void a_browser_known_from_before_is_not_slowed_by_strangers(void **state)
{
    struct world *w = *state;
    struct account_entry e;

    (void)make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    e = password_step(w, "clerk.one", PASSWORD, "");
    assert_cx(
        OK, w, account_second(&w->cx, e.token, code_at(w, w->cx.now.s), (struct str){0}, &e));
    for (int n = 0; n < 6; n++)
        (void)password_step(w, "clerk.one", "wrong", "forged");
    assert_int_equal(password_step(w, "clerk.one", PASSWORD, "").stage, STAGE_WAIT);
    assert_int_equal(password_step(w, "clerk.one", PASSWORD, e.device.p).stage, STAGE_CODE);
}

static void a_recovery_code_works_once_instead_of_a_code(void **state)
{
    struct world *w = *state;
    struct account a = make(w, "clerk.one", FAMILY_BUSINESS, false, false);
    struct account_entry e = password_step(w, "clerk.one", PASSWORD, "");
    struct str half = e.token, codes[ACCOUNT_CODES];
    struct account_totp totp;
    enum account_stage stage;
    int64_t left;

    assert_int_equal(e.stage, STAGE_ENROL);
    assert_cx(OK, w, account_half(&w->cx, half, &a, &stage));
    assert_cx(OK, w, account_totp_shown(&w->cx, &a, &totp));
    assert_true(str_starts(totp.otpauth, S("otpauth://totp/Lianluo:clerk.one?secret=")));
    assert_int_equal(totp.secret.n, 32);
    {
        char *raw, otp[8];
        size_t n;

        assert_int_equal(oath_base32_decode(totp.secret.p, totp.secret.n, &raw, &n), OATH_OK);
        (void)oath_totp_generate(raw, n, (time_t)w->cx.now.s, 30, 0, 6, otp);
        free(raw);
        assert_cx(
            OK, w, account_half_enrol(&w->cx, half, S("000000"), (struct str){0}, codes, &e));
        assert_int_equal(e.stage, STAGE_REFUSED);
        assert_cx(
            OK, w, account_half_enrol(&w->cx, half, str_of(otp), (struct str){0}, codes, &e));
        assert_int_equal(e.stage, STAGE_IN);
    }
    assert_cx(OK, w, account_codes_left(&w->cx, a.id, &left));
    assert_int_equal(left, ACCOUNT_CODES);
    for (int n = 0; n < 2; n++) {
        e = password_step(w, "clerk.one", PASSWORD, "");
        assert_cx(OK, w, account_second(&w->cx, e.token, codes[3], (struct str){0}, &e));
        assert_int_equal(e.stage, n == 0 ? STAGE_IN : STAGE_REFUSED);
    }
    assert_cx(OK, w, account_codes_left(&w->cx, a.id, &left));
    assert_int_equal(left, ACCOUNT_CODES - 1);
}

static void a_demonstration_account_works_only_on_a_demonstration_database(void **state)
{
    struct world *w = *state;

    (void)make(w, "demo.clerk", FAMILY_BUSINESS, true, true);
    assert_int_equal(password_step(w, "demo.clerk", PASSWORD, "").stage, STAGE_REFUSED);
    assert_cx(OK, w, meta_demo_mark(&w->cx));
    assert_int_equal(password_step(w, "demo.clerk", PASSWORD, "").stage, STAGE_CODE);
}

static void closing_an_account_or_ending_a_session_works_at_once(void **state)
{
    struct world *w = *state;
    struct account a = make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    struct account b;
    struct session_list list;
    struct str token = sign_in(w, "clerk.one");
    struct actor who = found(w, token);

    w->actor = who;
    assert_cx(OK, w, session_list(&w->cx, &list));
    assert_int_equal(list.n, 1);
    assert_str(list.p->device, "Firefox");
    assert_err(ERR_NOT_FOUND, session_end(&w->cx, list.p->id + 1));
    assert_cx(OK, w, session_end(&w->cx, list.p->id));
    assert_int_equal(found(w, token).account_id, 0);
    world_later(w, 60);
    token = sign_in(w, "clerk.one");
    world_as_program(w);
    assert_cx(OK, w, account_read(&w->cx, a.id, &b));
    assert_cx(OK, w, account_set_state(&w->cx, &b, ACCOUNT_CLOSED, b.version));
    assert_int_equal(found(w, token).account_id, 0);
    assert_int_equal(password_step(w, "clerk.one", PASSWORD, "").stage, STAGE_REFUSED);
}

static void a_session_ends_when_idle_and_at_the_latest_after_eight_hours(void **state)
{
    struct world *w = *state;
    struct str token;
    struct actor who;
    bool touch;

    (void)make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    token = sign_in(w, "clerk.one");
    world_later(w, 299);
    assert_cx(OK, w, session_find(&w->cx, token, &who, &touch));
    assert_false(touch);
    world_later(w, 1);
    assert_cx(OK, w, session_find(&w->cx, token, &who, &touch));
    assert_true(touch);
    for (int n = 0; n < 47; n++) {
        assert_cx(OK, w, session_touch(&w->cx, who.session_id));
        world_later(w, 600);
        assert_true(found(w, token).account_id > 0);
    }
    assert_cx(OK, w, session_touch(&w->cx, who.session_id));
    world_later(w, 600);
    assert_int_equal(found(w, token).account_id, 0);
    token = sign_in(w, "clerk.one");
    world_later(w, 900);
    assert_int_equal(found(w, token).account_id, 0);
}

static void a_citizens_session_opens_one_request(void **state)
{
    struct world *w = *state;
    struct str token;
    struct actor who;

    assert_cx(OK, w, session_open_case(&w->cx, 42, &token));
    who = found(w, token);
    assert_int_equal(who.case_id, 42);
    assert_int_equal(who.roles, ROLE_ANYONE | ROLE_CITIZEN);
    assert_int_equal(found(w, S("00")).session_id, 0);
    assert_cx(OK, w, session_close(&w->cx, token));
    assert_int_equal(found(w, token).case_id, 0);
}

static void a_csrf_token_belongs_to_its_session(void **state)
{
    struct world *w = *state;
    struct str one, two, csrf;

    assert_cx(OK, w, session_open_case(&w->cx, 42, &one));
    assert_cx(OK, w, session_open_case(&w->cx, 43, &two));
    csrf = session_csrf(&w->cx, one);
    assert_true(session_csrf_ok(&w->cx, one, csrf));
    assert_false(session_csrf_ok(&w->cx, two, csrf));
    assert_false(session_csrf_ok(&w->cx, one, S("")));
    assert_false(session_csrf_ok(&w->cx, (struct str){0}, (struct str){0}));
}

static void the_kinds_of_administrator_exclude_each_other_and_business(void **state)
{
    struct world *w = *state;
    struct account clerk = make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    struct account auditor = make(w, "auditor.one", FAMILY_AUDITOR, true, false);

    assert_err(
        ERR_INVALID, account_grant_add(&w->cx, &clerk, ROLE_AUDITOR, (struct str){0}, 0));
    assert_err(ERR_INVALID, account_grant_add(&w->cx, &auditor, ROLE_CLERK, S(TOWN), 0));
    assert_err(
        ERR_INVALID, account_grant_add(&w->cx, &auditor, ROLE_SYSTEM, (struct str){0}, 0));
    cx_faults_clear(&w->cx);
    assert_cx(OK, w, account_grant_add(&w->cx, &auditor, ROLE_AUDITOR, (struct str){0}, 0));
    world_commit(w);
    assert_err(ERR_CONFLICT,
        db_script(w->db->db,
            S("INSERT INTO account_grant (account_id, family, role, org_id, granted_by,"
              " granted_at) SELECT id, 'auditor', 'auditor', 0, 0, 0 FROM account"
              " WHERE login = 'clerk.one'")));
    world_undo(w);
    assert_err(ERR_CONFLICT,
        db_script(w->db->db,
            S("INSERT INTO account_grant (account_id, family, role, org_id, granted_by,"
              " granted_at) SELECT id, 'auditor', 'system', 0, 0, 0 FROM account"
              " WHERE login = 'auditor.one'")));
    world_undo(w);
    assert_err(ERR_CONFLICT, db_script(w->db->db, S("UPDATE account SET family = 'system'"
                                                    " WHERE login = 'auditor.one'")));
    world_undo(w);
}

static void nobody_grants_anything_to_themselves(void **state)
{
    struct world *w = *state;
    struct account a = make(w, "security.one", FAMILY_SECURITY, true, false);
    struct account b = make(w, "security.two", FAMILY_SECURITY, true, false);

    assert_cx(OK, w, account_grant_add(&w->cx, &a, ROLE_SECURITY, (struct str){0}, 0));
    w->actor = found(w, sign_in(w, "security.one"));
    assert_err(ERR_DENIED, account_grant_add(&w->cx, &a, ROLE_SECURITY, (struct str){0}, 0));
    assert_err(ERR_DENIED, account_set_state(&w->cx, &a, ACCOUNT_CLOSED, a.version));
    assert_err(ERR_DENIED, account_reset_ask(&w->cx, &a));
    cx_faults_clear(&w->cx);
    assert_cx(OK, w, account_grant_add(&w->cx, &b, ROLE_SECURITY, (struct str){0}, 0));
    world_commit(w);
    assert_err(ERR_CONFLICT,
        db_script(w->db->db, S("UPDATE account_grant SET granted_by = account_id")));
    world_undo(w);
}

static void a_reset_takes_two_administrators(void **state)
{
    struct world *w = *state;
    struct account clerk = make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    struct account one = make(w, "security.one", FAMILY_SECURITY, true, false);
    struct account two = make(w, "security.two", FAMILY_SECURITY, true, false);
    struct account_entry e;

    assert_cx(OK, w, account_grant_add(&w->cx, &one, ROLE_SECURITY, (struct str){0}, 0));
    assert_cx(OK, w, account_grant_add(&w->cx, &two, ROLE_SECURITY, (struct str){0}, 0));
    w->actor = found(w, sign_in(w, "security.one"));
    assert_err(ERR_CONFLICT, account_reset_confirm(&w->cx, &clerk, known_hash(w)));
    assert_cx(OK, w, account_reset_ask(&w->cx, &clerk));
    assert_err(ERR_DENIED, account_reset_confirm(&w->cx, &clerk, known_hash(w)));
    w->actor = found(w, sign_in(w, "security.two"));
    cx_faults_clear(&w->cx);
    assert_cx(OK, w, account_reset_confirm(&w->cx, &clerk, known_hash(w)));
    e = password_step(w, "clerk.one", PASSWORD, "");
    assert_int_equal(e.stage, STAGE_PASSWORD);
    {
        enum account_stage next;

        assert_cx(OK, w, account_half_password(&w->cx, e.token, known_hash(w), &next));
        assert_int_equal(next, STAGE_ENROL);
    }
}

static void a_password_must_be_long_and_not_guessable(void **state)
{
    static const struct {
        const char *profile, *password, *rule;
    } rows[] = {
        {"asvs5", "short one", "account.password_short15"},
        {"asvs5", "aaaaaaaaaaaaaaaaaaaa", "account.password_guessable"},
        {"asvs5", "123456789012345678", "account.password_guessable"},
        {"asvs5", "passwordpassword123456", "account.password_guessable"},
        {"asvs5", "clerk.one-clerk.one-x", "account.password_guessable"},
        {"mlps3", "alllowercase onl", "account.password_classes"},
        {"mlps3", "Short1!", "account.password_short12"},
        {"mlps3", PASSWORD "1", NULL},
        {"asvs5", "雨后山路上有三只白鹭慢慢走过田埂", NULL},
    };
    struct world *w = *state;
    struct account a = make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    struct str hash;

    for (size_t i = 0; i < COUNT(rows); i++) {
        enum err want = rows[i].rule == NULL ? OK : ERR_INVALID;

        cx_faults_clear(&w->cx);
        w->settings.password_profile = str_of(rows[i].profile);
        assert_cx(want, w,
            account_password_hash(&w->cx, "password", &a, str_of(rows[i].password), &hash));
        if (want != OK)
            assert_true(str_is(w->cx.faults.p[0].rule, rows[i].rule));
    }
    w->settings.password_profile = S("mlps3");
    cx_faults_clear(&w->cx);
    assert_err(ERR_INVALID, account_password_hash(&w->cx, "password", &a, S(PASSWORD), &hash));
    assert_cx(OK, w,
        account_password_hash(&w->cx, "password", &a, account_password_new(&w->cx), &hash));
}

static void contact_is_sealed_and_opens_for_messages(void **state)
{
    struct world *w = *state;
    struct account a = make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    struct account_contact c;

    assert_false(
        str_has((struct str){(const char *)a.email_sealed.p, a.email_sealed.n}, S("example")));
    assert_cx(OK, w, account_contact(&w->cx, a.id, &c));
    assert_str(c.email.s, "clerk@example.cn");
    assert_null(c.phone.s.p);
}

static void bad_drafts_are_told_field_by_field(void **state)
{
    struct world *w = *state;
    struct account_draft d = {.login = S("a b"), .name = S(" "), .email = S("no mail")};
    struct account a;

    assert_err(ERR_INVALID, account_make(&w->cx, &d, &a));
    assert_int_equal(w->cx.faults.n, 4);
    cx_faults_clear(&w->cx);
    (void)make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    d = (struct account_draft){
        .login = S("CLERK.ONE"), .name = S("x"), .password_hash = known_hash(w)};
    assert_err(ERR_INVALID, account_make(&w->cx, &d, &a));
    assert_true(str_is(w->cx.faults.p[0].rule, "account_login"));
    world_as(w, ROLE_OFFICE, TOWN, 0);
    assert_err(ERR_DENIED, account_make(&w->cx, &d, &a));
}

static void people_are_found_by_unit_and_by_role_above_a_place(void **state)
{
    struct world *w = *state;
    struct account a = make(w, "clerk.one", FAMILY_BUSINESS, true, false);
    struct account b = make(w, "officer.one", FAMILY_BUSINESS, true, false);
    struct account_id_list ids;

    assert_cx(OK, w, account_grant_add(&w->cx, &a, ROLE_OFFICE, S("430407000000"), 0));
    assert_cx(OK, w, account_grant_add(&w->cx, &b, ROLE_UNIT, (struct str){0}, 77));
    assert_cx(OK, w, account_of_org(&w->cx, 77, &ids));
    assert_int_equal(ids.n, 1);
    assert_int_equal(ids.p->id, b.id);
    assert_cx(OK, w, account_of_role(&w->cx, ROLE_OFFICE, S("430407101201-003"), &ids));
    assert_int_equal(ids.n, 1);
    assert_int_equal(ids.p->id, a.id);
    assert_cx(OK, w, account_of_role(&w->cx, ROLE_OFFICE, S("430408101201"), &ids));
    assert_int_equal(ids.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_password_and_a_code_open_a_session_with_the_roles_granted),
        WORLD_TEST(a_code_works_once),
        WORLD_TEST(known_and_unknown_names_are_refused_and_slowed_alike),
        WORLD_TEST(waiting_grows_to_a_quarter_of_an_hour_and_then_ends),
        WORLD_TEST(a_browser_known_from_before_is_not_slowed_by_strangers),
        WORLD_TEST(a_recovery_code_works_once_instead_of_a_code),
        WORLD_TEST(a_demonstration_account_works_only_on_a_demonstration_database),
        WORLD_TEST(closing_an_account_or_ending_a_session_works_at_once),
        WORLD_TEST(a_session_ends_when_idle_and_at_the_latest_after_eight_hours),
        WORLD_TEST(a_citizens_session_opens_one_request),
        WORLD_TEST(a_csrf_token_belongs_to_its_session),
        WORLD_TEST(the_kinds_of_administrator_exclude_each_other_and_business),
        WORLD_TEST(nobody_grants_anything_to_themselves),
        WORLD_TEST(a_reset_takes_two_administrators),
        WORLD_TEST(a_password_must_be_long_and_not_guessable),
        WORLD_TEST(contact_is_sealed_and_opens_for_messages),
        WORLD_TEST(bad_drafts_are_told_field_by_field),
        WORLD_TEST(people_are_found_by_unit_and_by_role_above_a_place),
    };

    return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
