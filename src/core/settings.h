/*
 * settings: what domain code may know of the configuration.  Filled once at start.
 */
#ifndef CORE_SETTINGS_H
#define CORE_SETTINGS_H

#include "base/str.h"

struct measure;       /* core/ledger.h */
struct ledger_source; /* core/ledger.h */
struct related_kind;  /* core/related.h */

struct app_settings {
    struct str public_url; /* "https://ll.example.cn", without a slash at the end */
    struct str data_dir;
    struct str checkpoint_dir; /* absent: none */
    struct str smtp_url, smtp_from, smtp_user, smtp_password_file;
    struct str sms_url, sms_token_file;
    int quiet_from, quiet_to;    /* local hours in which no message leaves */
    struct str password_profile; /* "asvs5" or "mlps3" */
    bool demo;                   /* made by the demonstration command */
    struct str program; /* path of this program, for its image child; absent: /proc/self/exe */
    const struct measure *const *measures;      /* tables of all features, NULL ends; may be
                                                   NULL */
    const struct ledger_source *const *sources; /* likewise */
    const struct related_kind *const *related;  /* likewise */
    const struct rule_default *const *rules;    /* likewise */
};

#endif
