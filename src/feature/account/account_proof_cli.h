/*
 * account_proof: the command `audit`: prove one entry of the audit log, and verify such a proof
 * without the database.
 */
#ifndef FEATURE_ACCOUNT_PROOF_CLI_H
#define FEATURE_ACCOUNT_PROOF_CLI_H

#include "cli/cli.h"

enum err account_proof_run(struct cli *cli) MUST_USE;

#endif
