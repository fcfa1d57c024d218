-- Made by tools/schema-now from the steps in this folder; not applied by anything.


CREATE TABLE account (
    id             INTEGER PRIMARY KEY,
    uid            TEXT NOT NULL,   -- random, in addresses and bound into sealed columns
    login          TEXT NOT NULL,   -- name typed at sign-in, folded
    name           TEXT NOT NULL,   -- shown name: post or person, as published
    family         TEXT NOT NULL,   -- business, or one administrator kind: they exclude each other
    person_id      INTEGER NOT NULL, -- the person in the registry, 0 when none
    lang           TEXT NOT NULL,   -- zh or en, for messages
    email_sealed   BLOB,           -- for messages
    phone_sealed   BLOB,           -- for messages
    password       TEXT NOT NULL,   -- argon2id string
    password_at    INTEGER NOT NULL, -- when it was set
    password_fresh INTEGER NOT NULL, -- 1: set by somebody else, to be changed at the next sign-in
    totp_sealed    BLOB,           -- seed of the second factor; absent until enrolled
    totp_next_sealed BLOB,         -- seed shown but not yet confirmed by a code
    totp_step      INTEGER NOT NULL, -- last time step accepted: each only once
    state          TEXT NOT NULL,   -- open or closed
    demo           INTEGER NOT NULL, -- 1: made by the demonstration; works only there
    made_at        INTEGER NOT NULL, -- when it was made
    version        INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT account_uid UNIQUE (uid),
    CONSTRAINT account_login UNIQUE (login),
    CONSTRAINT account_family_key UNIQUE (id, family),
    CONSTRAINT account_family CHECK (family IN ('business', 'auditor', 'system', 'security')),
    CONSTRAINT account_state CHECK (state IN ('open', 'closed')),
    CONSTRAINT account_lang CHECK (lang IN ('zh', 'en')),
    CONSTRAINT account_fresh CHECK (password_fresh IN (0, 1)),
    CONSTRAINT account_demo CHECK (demo IN (0, 1))
) STRICT;

CREATE TABLE account_grant (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL, -- who holds it
    family     TEXT NOT NULL,   -- the same as the account's
    role       TEXT NOT NULL,   -- word of the role
    division   TEXT,            -- subtree, absent when by organisation
    org_id     INTEGER NOT NULL, -- organisation, 0 when by subtree
    granted_by INTEGER NOT NULL, -- account, 0: the command line
    granted_at INTEGER NOT NULL, -- when
    CONSTRAINT account_grant_account FOREIGN KEY (account_id, family)
        REFERENCES account (id, family),
    CONSTRAINT account_grant_self CHECK (granted_by <> account_id),
    CONSTRAINT account_grant_role CHECK (
        (family = 'business' AND role IN
            ('deputy', 'clerk', 'unit', 'presidium', 'office', 'leader'))
        OR (family = role AND role IN ('auditor', 'system', 'security'))),
    CONSTRAINT account_grant_scope CHECK (
        family <> 'business'
        OR (role = 'unit' AND org_id > 0)
        OR (role <> 'unit' AND division IS NOT NULL))
) STRICT;
CREATE INDEX account_grant_division ON account_grant (role, division);
CREATE UNIQUE INDEX account_grant_once
    ON account_grant (account_id, role, COALESCE(division, ''), org_id);
CREATE INDEX account_grant_org ON account_grant (org_id, role);

CREATE TABLE account_password (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL, -- whose
    password   TEXT NOT NULL,   -- argon2id string
    ended_at   INTEGER NOT NULL, -- when another took its place
    CONSTRAINT account_password_account FOREIGN KEY (account_id) REFERENCES account (id)
) STRICT;
CREATE INDEX account_password_of ON account_password (account_id, id);

CREATE TABLE account_reset (
    account_id INTEGER NOT NULL, -- whose
    asked_by   INTEGER NOT NULL, -- administrator
    asked_at   INTEGER NOT NULL, -- when
    CONSTRAINT account_reset_pk PRIMARY KEY (account_id),
    CONSTRAINT account_reset_account FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT account_reset_asker FOREIGN KEY (asked_by) REFERENCES account (id),
    CONSTRAINT account_reset_self CHECK (asked_by <> account_id)
) STRICT;

CREATE TABLE activity (
    id INTEGER PRIMARY KEY, -- row number, never shown
    uid TEXT NOT NULL, -- random row uid
    code TEXT NOT NULL CONSTRAINT activity_code_once UNIQUE, -- public number
    kind TEXT NOT NULL, -- word of a row of activity_kinds
    state TEXT NOT NULL
        CONSTRAINT activity_state CHECK (state IN ('stands', 'withdrawn')), -- withdrawn: countered
    title TEXT NOT NULL, -- made from kind and place when none is given
    day TEXT NOT NULL, -- first local day
    until TEXT NOT NULL, -- last local day
    division TEXT NOT NULL
        CONSTRAINT activity_division REFERENCES division (code), -- smallest, where it was
    county TEXT NOT NULL, -- its county, for lists
    town TEXT NOT NULL, -- its township, for lists
    place TEXT, -- place in words
    station_id INTEGER NOT NULL, -- station it belongs to, 0 none
    people INTEGER NOT NULL
        CONSTRAINT activity_people CHECK (people >= 0), -- 人: different people met
    person_times INTEGER NOT NULL
        CONSTRAINT activity_person_times CHECK (person_times >= 0), -- 人次: attendances
    summary TEXT NOT NULL, -- what was done; no names of citizens
    source TEXT, -- kind of the record of another capability it was made by
    source_id INTEGER NOT NULL, -- row of that record, 0 none
    account_id INTEGER NOT NULL, -- who recorded it, 0 the program
    made INTEGER NOT NULL, -- when
    idem TEXT CONSTRAINT activity_idem_once UNIQUE, -- account and key of the form
    digest TEXT NOT NULL, -- of what was sent with that key
    version INTEGER NOT NULL -- grows by one with every change
) STRICT;
CREATE INDEX activity_by_account ON activity (account_id, day, id);
CREATE INDEX activity_by_county ON activity (county, day, id);
CREATE INDEX activity_by_day ON activity (day, id);
CREATE INDEX activity_by_kind ON activity (kind, day, id);
CREATE INDEX activity_by_source ON activity (source, source_id);
CREATE INDEX activity_by_station ON activity (station_id, day, id);
CREATE INDEX activity_by_town ON activity (town, day, id);

CREATE TABLE activity_area (
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_area_of REFERENCES activity (id), -- which activity
    division TEXT NOT NULL
        CONSTRAINT activity_area_division REFERENCES division (code), county TEXT, town TEXT, -- covered too
    CONSTRAINT activity_area_once PRIMARY KEY (activity_id, division)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_area_by_county ON activity_area (county, activity_id)
 WHERE county IS NOT NULL;
CREATE INDEX activity_area_by_division ON activity_area (division, activity_id);
CREATE INDEX activity_area_by_town ON activity_area (town, activity_id) WHERE town IS NOT NULL;

CREATE TABLE activity_field (
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_field_of REFERENCES activity (id), -- of which activity
    name TEXT NOT NULL, -- word of the field
    value TEXT NOT NULL, -- what was told
    CONSTRAINT activity_field_once PRIMARY KEY (activity_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_group (
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_group_of REFERENCES activity (id), -- which activity
    group_id INTEGER NOT NULL, -- row of the group
    day TEXT NOT NULL, -- day of the activity, for lists by group
    CONSTRAINT activity_group_once PRIMARY KEY (activity_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_group_by_group ON activity_group (group_id, day, activity_id);

CREATE TABLE activity_person (
    id INTEGER PRIMARY KEY, -- row number
    uid TEXT NOT NULL, -- random row uid
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_person_of REFERENCES activity (id), -- in which activity
    role TEXT NOT NULL CONSTRAINT activity_person_role
        CHECK (role IN ('host', 'took_part', 'invited', 'met')), -- met: was contacted
    tenure_id INTEGER NOT NULL, -- seat of a deputy, 0 none
    person_id INTEGER NOT NULL, -- person of the registry, 0 none
    voter_id INTEGER NOT NULL, -- row of the contact register, 0 none
    name_sealed BLOB, -- name of somebody who is not in the registry
    name_index TEXT, -- blind index of that name
    day TEXT NOT NULL -- day of the activity, for lists by person
) STRICT;
CREATE INDEX activity_person_by_activity ON activity_person (activity_id, id);
CREATE INDEX activity_person_by_name ON activity_person (name_index);
CREATE INDEX activity_person_by_person ON activity_person (person_id, day, activity_id);
CREATE INDEX activity_person_by_voter ON activity_person (voter_id, day);

CREATE TABLE activity_quantity (
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_quantity_of REFERENCES activity (id), -- of which activity
    name TEXT NOT NULL, -- solved, raised, households, money …
    unit TEXT NOT NULL, -- word of activity_unit_words
    amount INTEGER NOT NULL
        CONSTRAINT activity_quantity_amount CHECK (amount >= 0), -- money: 1/100 yuan
    CONSTRAINT activity_quantity_once PRIMARY KEY (activity_id, name, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_report (
    id INTEGER PRIMARY KEY, -- row number
    uid TEXT NOT NULL CONSTRAINT activity_report_uid UNIQUE, -- random, in addresses
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_report_of REFERENCES activity (id), -- from which activity
    org_id INTEGER NOT NULL
        CONSTRAINT activity_report_org REFERENCES org (id), -- to whom
    title TEXT NOT NULL, -- of the report
    points TEXT NOT NULL, -- opinions and suggestions in it that concern them
    division TEXT NOT NULL, -- where the activity was when it was sent
    day TEXT NOT NULL, -- sent on
    due TEXT NOT NULL, -- by when they tell what they made of it
    account_id INTEGER NOT NULL, -- who sent it on
    actor TEXT NOT NULL, -- their name at the time
    made INTEGER NOT NULL, -- when
    answered TEXT, -- day of the answer
    answer TEXT, -- what they made of it
    answer_account_id INTEGER NOT NULL, -- who entered the answer, 0 nobody
    answer_actor TEXT, -- their name at the time
    answered_at INTEGER, -- when
    CONSTRAINT activity_report_once UNIQUE (activity_id, org_id)
) STRICT;
CREATE INDEX activity_report_by_due ON activity_report (answered, due);
CREATE INDEX activity_report_by_org ON activity_report (org_id, answered, due);

CREATE TABLE activity_request (
    request_id INTEGER NOT NULL
        CONSTRAINT activity_request_once PRIMARY KEY, -- which request
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_request_of REFERENCES activity (id), -- raised where
    on_spot INTEGER NOT NULL
        CONSTRAINT activity_request_bit CHECK (on_spot IN (0, 1)) -- answered at once
) STRICT;
CREATE INDEX activity_request_by_activity ON activity_request (activity_id, request_id);

CREATE TABLE activity_step (
    id INTEGER PRIMARY KEY, -- row number
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_step_of REFERENCES activity (id), -- whose step
    event TEXT NOT NULL CONSTRAINT activity_step_event
        CHECK (event IN ('added', 'corrected', 'withdrawn', 'evidence')), -- what happened
    why TEXT, -- reason of a correction or withdrawal
    was TEXT, -- one line per changed field: name, tab, value before, tab, value after
    account_id INTEGER NOT NULL, -- who, 0 the program
    actor TEXT NOT NULL, -- their name at the time
    at INTEGER NOT NULL -- when
) STRICT;
CREATE INDEX activity_step_by_activity ON activity_step (activity_id, id);

CREATE TABLE activity_tag (
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_tag_of REFERENCES activity (id), -- which activity
    word TEXT NOT NULL, -- as typed
    folded TEXT NOT NULL, day TEXT NOT NULL DEFAULT '', -- as compared
    CONSTRAINT activity_tag_once PRIMARY KEY (activity_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_tag_by_word ON activity_tag (folded, day, activity_id);

CREATE TABLE activity_theme (
    id INTEGER PRIMARY KEY, -- row number
    code TEXT NOT NULL CONSTRAINT activity_theme_code_once UNIQUE, -- stable key, in addresses
    kind TEXT NOT NULL
        CONSTRAINT activity_theme_kind CHECK (kind IN ('purpose', 'campaign')), -- which of the two
    name TEXT NOT NULL, -- in Chinese
    name_en TEXT NOT NULL, -- in English, empty: none
    folded TEXT NOT NULL, -- Chinese name as compared
    folded_en TEXT NOT NULL, -- English name as compared
    division TEXT NOT NULL
        CONSTRAINT activity_theme_division REFERENCES division (code), -- where it holds, and below
    valid_from TEXT NOT NULL, -- first day of activities
    valid_to TEXT, -- last day
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT activity_theme_name_once UNIQUE (division, kind, folded)
) STRICT;
CREATE INDEX activity_theme_by_name ON activity_theme (folded);

CREATE TABLE activity_themed (
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_themed_activity REFERENCES activity (id), -- which activity
    theme_id INTEGER NOT NULL
        CONSTRAINT activity_themed_theme REFERENCES activity_theme (id), -- under what
    day TEXT NOT NULL, -- day of the activity, for lists by theme
    CONSTRAINT activity_themed_once PRIMARY KEY (activity_id, theme_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_themed_by_theme ON activity_themed (theme_id, day, activity_id);

CREATE TABLE activity_verified (
    activity_id INTEGER NOT NULL
        CONSTRAINT activity_verified_of REFERENCES activity (id), -- which one
    version INTEGER NOT NULL, -- of the record that was looked at
    note TEXT NOT NULL, -- how it was looked at
    account_id INTEGER NOT NULL, -- who
    actor TEXT NOT NULL, -- their name at the time
    at INTEGER NOT NULL, -- when
    CONSTRAINT activity_verified_once PRIMARY KEY (activity_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_token (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL, -- in whose name
    hash       TEXT NOT NULL,   -- keyed hash of the token
    name       TEXT NOT NULL,   -- what it is for, in the owner's words
    rights     TEXT NOT NULL,   -- names of rights with blanks between: never more than these
    made_at    INTEGER NOT NULL, -- when
    expires    INTEGER NOT NULL, -- void from then on
    seen       INTEGER NOT NULL, -- last use, exact to five minutes; 0: never used
    CONSTRAINT api_token_hash UNIQUE (hash),
    CONSTRAINT api_token_account FOREIGN KEY (account_id) REFERENCES account (id)
) STRICT;
CREATE INDEX api_token_of ON api_token (account_id, id);

CREATE TABLE audit_checkpoint (
    size      INTEGER NOT NULL, -- number of entries sealed
    prior     INTEGER NOT NULL, -- size of the checkpoint before, 0
    hash      BLOB NOT NULL,  -- hash of the last of them
    at        INTEGER NOT NULL, -- when
    signature BLOB NOT NULL, origin TEXT NOT NULL DEFAULT '', tree BLOB,  -- Ed25519 over origin, sizes, hash and time
    CONSTRAINT audit_checkpoint_pk PRIMARY KEY (size)
) STRICT;

CREATE TABLE audit_entry (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL, -- when
    account_id INTEGER NOT NULL, -- who, 0: nobody signed in, or the program
    roles      TEXT NOT NULL,   -- in which roles
    session_id INTEGER NOT NULL, -- in which session, 0
    action     TEXT NOT NULL,   -- what was done
    object     TEXT NOT NULL,   -- to what kind of record
    object_id  INTEGER NOT NULL, -- to which
    division   TEXT,            -- where it lies
    note       TEXT,            -- fields, reason, before and after
    trace      TEXT             -- the request it belongs to, as in logs
) STRICT;
CREATE INDEX audit_entry_action ON audit_entry (action, id);
CREATE INDEX audit_entry_object ON audit_entry (object, object_id, id);

CREATE TABLE audit_seal (
    seq      INTEGER NOT NULL, -- 1, 2, 3 … without gaps
    entry_id INTEGER NOT NULL, -- the entry
    hash     BLOB NOT NULL,  -- SHA-256 over the hash before and the entry
    CONSTRAINT audit_seal_pk PRIMARY KEY (seq),
    CONSTRAINT audit_seal_entry UNIQUE (entry_id)
) STRICT;

CREATE TABLE bulletin_article (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses
    issue_id INTEGER NOT NULL, -- 0 not yet taken
    place INTEGER NOT NULL, -- order in the issue
    division TEXT NOT NULL, -- from where it comes
    org_id INTEGER NOT NULL, -- organisation that sends it, 0 none
    title TEXT NOT NULL, -- a line end cuts it
    subtitle TEXT NOT NULL, -- '' none
    credit TEXT NOT NULL, -- 供稿 or author
    body TEXT NOT NULL, -- paragraphs, headings marked # and ##, figures in braces
    state TEXT NOT NULL, -- word of enum bulletin_article_state
    note TEXT NOT NULL, -- what the office said last, '' nothing
    account_id INTEGER NOT NULL, -- who wrote it
    made INTEGER NOT NULL, -- when
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT bulletin_article_public_id UNIQUE (public_id),
    CONSTRAINT bulletin_article_state CHECK (state IN ('draft', 'sent', 'taken', 'returned')),
    CONSTRAINT bulletin_article_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX bulletin_article_by_issue ON bulletin_article (issue_id, place, id);
CREATE INDEX bulletin_article_by_state ON bulletin_article (state, division);

CREATE TABLE bulletin_figure (
    id INTEGER PRIMARY KEY, -- row number
    issue_id INTEGER NOT NULL, -- where it is printed
    article_id INTEGER NOT NULL, -- in which article, 0 the editor's note
    place INTEGER NOT NULL, -- number of the figure in the issue, from 1
    code TEXT NOT NULL, -- row of the statistics; '' read from print or typed
    division TEXT NOT NULL, -- of the figure; '' of a typed one
    day_from TEXT, -- period
    day_to TEXT, -- period
    wording TEXT NOT NULL, -- as printed
    digits INTEGER NOT NULL, -- value is digits / 10^scale
    scale INTEGER NOT NULL, -- decimal places
    base INTEGER NOT NULL, -- denominator of a rate, 0 none
    qualifier TEXT NOT NULL, -- exact, over, nearly
    unit TEXT NOT NULL, -- measure word
    counts TEXT NOT NULL, -- what is counted, in words
    source TEXT NOT NULL, -- of a typed figure, '' none
    records INTEGER NOT NULL, -- bookings behind it
    cutoff INTEGER, -- as it was known then
    CONSTRAINT bulletin_figure_place UNIQUE (issue_id, place),
    CONSTRAINT bulletin_figure_qualifier CHECK (qualifier IN ('exact', 'over', 'nearly')),
    CONSTRAINT bulletin_figure_issue FOREIGN KEY (issue_id) REFERENCES bulletin_issue (id)
) STRICT;

CREATE TABLE bulletin_issue (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses
    division TEXT NOT NULL, -- whose bulletin
    kind TEXT NOT NULL, -- regular, special (counted apart), correction, imported
    year INTEGER NOT NULL, -- of its number
    number INTEGER NOT NULL, -- within the year, 0 not yet numbered
    serial INTEGER NOT NULL, -- running number, 0 none
    day TEXT, -- of signature
    name TEXT NOT NULL, -- as in its masthead
    latin TEXT NOT NULL, -- as in its masthead
    publisher TEXT NOT NULL, -- as in its masthead
    editors TEXT NOT NULL, -- as in its imprint
    contact TEXT NOT NULL, -- as in its imprint
    approval_no TEXT NOT NULL, -- as in its imprint
    distribution TEXT NOT NULL, -- recipients, one a line; frozen when sent
    series TEXT NOT NULL, -- series of issues it belongs to, '' none
    note TEXT NOT NULL, -- editor's note, '' none
    reason TEXT NOT NULL, -- why the number breaks the row, '' it does not
    corrects_id INTEGER NOT NULL, -- issue that it corrects, 0 none
    state TEXT NOT NULL, -- word of enum bulletin_state
    is_public INTEGER NOT NULL, -- 1: shown to anyone once sent
    cutoff INTEGER, -- moment at which its figures were frozen
    account_id INTEGER NOT NULL, -- who began it
    made INTEGER NOT NULL, -- when
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT bulletin_issue_public_id UNIQUE (public_id),
    CONSTRAINT bulletin_issue_kind CHECK (kind IN ('regular', 'special', 'correction',
        'imported')),
    CONSTRAINT bulletin_issue_state CHECK (state IN ('collecting', 'draft', 'figures_checked',
        'names_checked', 'review', 'signed', 'numbered', 'typeset', 'sent', 'archived')),
    CONSTRAINT bulletin_issue_flag CHECK (is_public IN (0, 1)),
    CONSTRAINT bulletin_issue_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX bulletin_issue_by_division ON bulletin_issue (division, year, number);
CREATE UNIQUE INDEX bulletin_issue_number ON bulletin_issue (division, kind, year, number)
 WHERE number > 0;

CREATE TABLE bulletin_masthead (
    id INTEGER PRIMARY KEY, -- row number, the version
    division TEXT NOT NULL, -- whose bulletin
    name TEXT NOT NULL, -- 联络动态
    latin TEXT NOT NULL, -- LIANLUODONGTAI
    publisher TEXT NOT NULL, -- editing body
    editors TEXT NOT NULL, -- responsible editors
    contact TEXT NOT NULL, -- telephone and e-mail of the office
    approval_no TEXT NOT NULL, -- of the press authority
    distribution TEXT NOT NULL, -- recipients, one a line
    valid_from TEXT NOT NULL, -- first day
    account_id INTEGER NOT NULL, -- who entered it, 0 the program
    made INTEGER NOT NULL, -- when
    CONSTRAINT bulletin_masthead_from UNIQUE (division, valid_from),
    CONSTRAINT bulletin_masthead_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;

CREATE TABLE bulletin_step (
    id INTEGER PRIMARY KEY, -- row number
    issue_id INTEGER NOT NULL, -- whose step
    event TEXT NOT NULL, -- word of the flow's events
    to_state TEXT NOT NULL, -- state after it
    note TEXT NOT NULL, -- why, '' nothing said
    account_id INTEGER NOT NULL, -- who
    at INTEGER NOT NULL, -- when
    CONSTRAINT bulletin_step_issue FOREIGN KEY (issue_id) REFERENCES bulletin_issue (id)
) STRICT;
CREATE INDEX bulletin_step_by_issue ON bulletin_step (issue_id, id);

CREATE TABLE calendar_day (
    day TEXT NOT NULL,               -- YYYY-MM-DD
    year INTEGER NOT NULL,            -- year of the notice it stands in
    off INTEGER NOT NULL,             -- 1: holiday, 0: worked weekend day
    name TEXT NOT NULL,              -- of the holiday it belongs to
    CONSTRAINT calendar_day_pk PRIMARY KEY (day),
    CONSTRAINT calendar_day_off CHECK (off IN (0, 1)),
    CONSTRAINT calendar_day_year FOREIGN KEY (year) REFERENCES calendar_year (year)
) STRICT;

CREATE TABLE calendar_year (
    year INTEGER NOT NULL,            -- calendar year
    version INTEGER NOT NULL,         -- grows with each import of any year
    source TEXT NOT NULL,            -- address of the notice
    imported_at INTEGER NOT NULL,     -- when
    CONSTRAINT calendar_year_pk PRIMARY KEY (year)
) STRICT;

CREATE TABLE clock (
    id INTEGER PRIMARY KEY, -- never shown
    kind TEXT NOT NULL,              -- such as request.handle
    object TEXT NOT NULL,            -- kind of record
    object_id INTEGER NOT NULL,       -- the record
    division TEXT NOT NULL,          -- of the record
    org_id INTEGER NOT NULL,          -- who must act; 0: no unit
    period TEXT NOT NULL,            -- as promised
    rule_version INTEGER NOT NULL,    -- rule under which it began
    calendar_version INTEGER NOT NULL, -- calendar by which the date was counted
    started TEXT NOT NULL,           -- day of the trigger (day 0)
    due TEXT NOT NULL,               -- last day, with extension and pauses
    first_due TEXT NOT NULL,         -- as first promised; never rewritten by an extension
    provisional INTEGER NOT NULL,     -- 1: a year without a notice was crossed
    state TEXT NOT NULL,             -- running, paused, met, overdue, dropped
    paused_days INTEGER NOT NULL,     -- whole days of pauses so far
    paused_since TEXT,               -- while paused
    extended TEXT,                   -- period of the one extension
    ended INTEGER,                    -- when it stopped
    overdue_written INTEGER NOT NULL, -- 1: the overdue event was written
    told INTEGER NOT NULL,            -- steps of the escalation ladder already taken
    next_step TEXT,                  -- day of its next step; NULL: none left
    CONSTRAINT clock_state CHECK (state IN ('running', 'paused', 'met', 'overdue', 'dropped')),
    CONSTRAINT clock_provisional CHECK (provisional IN (0, 1)),
    CONSTRAINT clock_overdue CHECK (overdue_written IN (0, 1))
) STRICT;
CREATE INDEX clock_due ON clock (due, id) WHERE state = 'running';
CREATE INDEX clock_object ON clock (object, object_id);
CREATE INDEX clock_provisional_due ON clock (due) WHERE provisional = 1;
CREATE INDEX clock_step ON clock (next_step, id) WHERE state IN ('running', 'overdue');

CREATE TABLE clock_log (
    id INTEGER PRIMARY KEY, -- never shown
    clock_id INTEGER NOT NULL,        -- of which clock
    what TEXT NOT NULL,              -- word of what happened
    day TEXT NOT NULL,               -- the day it is dated to
    written_at INTEGER NOT NULL,      -- when it was written down
    old_due TEXT,                    -- due date before
    new_due TEXT,                    -- due date after
    account_id INTEGER NOT NULL,      -- who; 0: the program
    CONSTRAINT clock_log_clock FOREIGN KEY (clock_id) REFERENCES clock (id)
) STRICT;
CREATE INDEX clock_log_clock_id ON clock_log (clock_id, id);
CREATE UNIQUE INDEX clock_log_overdue_once ON clock_log (clock_id) WHERE what = 'overdue';

CREATE TABLE collection_part (
    id INTEGER PRIMARY KEY, -- row number
    run_id INTEGER NOT NULL, -- of which collection
    holder_id INTEGER NOT NULL, -- whose
    person_id INTEGER NOT NULL, -- the same, as a person
    state TEXT NOT NULL, -- word of enum part_state
    links INTEGER NOT NULL, -- links in force
    met INTEGER NOT NULL, -- of these, met at least once
    contacts INTEGER NOT NULL, -- records of contact
    opinions INTEGER NOT NULL, -- requests that came through the person
    settled INTEGER NOT NULL, -- of these, closed
    note TEXT NOT NULL, -- what the participant adds
    at INTEGER, -- when it was confirmed
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT collection_part_once UNIQUE (run_id, holder_id),
    CONSTRAINT collection_part_state CHECK (state IN ('waiting', 'confirmed', 'silent')),
    CONSTRAINT collection_part_run FOREIGN KEY (run_id) REFERENCES collection_run (id),
    CONSTRAINT collection_part_holder FOREIGN KEY (holder_id) REFERENCES contact_holder (id)
) STRICT;
CREATE INDEX collection_part_by_person ON collection_part (person_id, state);

CREATE TABLE collection_run (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses
    division TEXT NOT NULL, -- whose scheme
    year INTEGER NOT NULL, -- of the half-year
    half INTEGER NOT NULL, -- 1 or 2
    state TEXT NOT NULL, -- word of enum collection_state
    day_from TEXT NOT NULL, -- first day of the period
    day_to TEXT NOT NULL, -- last day of the period
    due TEXT NOT NULL, -- participants are asked to look until this day
    opened INTEGER NOT NULL, -- when
    closed INTEGER, -- when
    reported INTEGER, -- to the chairpersons' meeting
    meeting TEXT, -- which meeting, in words
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT collection_run_public_id UNIQUE (public_id),
    CONSTRAINT collection_run_once UNIQUE (division, year, half),
    CONSTRAINT collection_run_half CHECK (half IN (1, 2)),
    CONSTRAINT collection_run_state CHECK (state IN ('open', 'closed', 'reported')),
    CONSTRAINT collection_run_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;

CREATE TABLE collection_unit (
    id INTEGER PRIMARY KEY, -- row number
    run_id INTEGER NOT NULL, -- of which collection
    public_id TEXT NOT NULL, -- random, in addresses
    org_id INTEGER NOT NULL, -- the department
    opinions INTEGER NOT NULL, -- requests of the period that lie with it
    settled INTEGER NOT NULL, -- of these, closed
    sent INTEGER NOT NULL, -- when
    reply TEXT, -- what it answers
    replied INTEGER, -- when
    account_id INTEGER NOT NULL, -- who answered, 0 nobody
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT collection_unit_once UNIQUE (run_id, org_id),
    CONSTRAINT collection_unit_public_id UNIQUE (public_id),
    CONSTRAINT collection_unit_run FOREIGN KEY (run_id) REFERENCES collection_run (id),
    CONSTRAINT collection_unit_org FOREIGN KEY (org_id) REFERENCES org (id)
) STRICT;
CREATE INDEX collection_unit_by_org ON collection_unit (org_id);

CREATE TABLE congress (
    id INTEGER PRIMARY KEY, -- row number
    code TEXT NOT NULL, -- stable key of imports, such as 430400-16
    name TEXT NOT NULL, -- such as 衡阳市第十六届人民代表大会
    division TEXT NOT NULL, -- whose congress
    level TEXT NOT NULL, -- word of enum congress_level
    term INTEGER NOT NULL, -- which term, 0 not told
    seats INTEGER NOT NULL, -- deputies to be elected, 0 not told
    valid_from TEXT, -- first day of its first session
    valid_to TEXT, -- the day before the next congress's first session
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT congress_code UNIQUE (code),
    CONSTRAINT congress_level CHECK (level IN ('national', 'province', 'city', 'county',
        'township')),
    CONSTRAINT congress_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX congress_by_division ON congress (division, term);

CREATE TABLE congress_session (
    id INTEGER PRIMARY KEY, -- row number
    congress_id INTEGER NOT NULL, -- of which term
    body TEXT NOT NULL, -- congress or committee
    number INTEGER NOT NULL, -- 第几次
    opened TEXT NOT NULL, -- first day
    closed TEXT, -- last day
    account_id INTEGER NOT NULL, -- who entered it
    made INTEGER NOT NULL, -- when
    CONSTRAINT congress_session_once UNIQUE (congress_id, body, number),
    CONSTRAINT congress_session_body CHECK (body IN ('congress', 'committee')),
    CONSTRAINT congress_session_number CHECK (number > 0),
    CONSTRAINT congress_session_congress FOREIGN KEY (congress_id) REFERENCES congress (id)
) STRICT;

CREATE TABLE contact_holder (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses
    code TEXT NOT NULL, -- stable key
    name TEXT NOT NULL, -- published name
    pinyin TEXT NOT NULL, -- sort key
    office TEXT NOT NULL, -- word of enum contact_office
    post TEXT NOT NULL, -- post in words
    person_id INTEGER NOT NULL, -- in the registry, 0 none
    division TEXT NOT NULL, -- whose scheme; of a deputy the electoral area
    valid_from TEXT NOT NULL, -- first day
    valid_to TEXT, -- last day
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT contact_holder_public_id UNIQUE (public_id),
    CONSTRAINT contact_holder_code UNIQUE (code),
    CONSTRAINT contact_holder_office CHECK (office IN ('director', 'vice_director',
        'secretary_general', 'member', 'party', 'government', 'supervision', 'court',
        'procuratorate', 'department', 'presidium', 'deputy')),
    CONSTRAINT contact_holder_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX contact_holder_by_division ON contact_holder (division, office);
CREATE INDEX contact_holder_by_person ON contact_holder (person_id);

CREATE TABLE contact_link (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses; the sealed name is bound to it
    kind TEXT NOT NULL, -- word of enum contact_kind
    holder_id INTEGER NOT NULL, -- who keeps contact
    division TEXT NOT NULL, -- of the holder
    person_id INTEGER NOT NULL, -- deputy contacted, 0 none
    tenure_id INTEGER NOT NULL, -- the seat meant, 0 none
    place TEXT, -- township contacted
    voter_sealed BLOB, -- name of the voter, sealed
    voter_index TEXT, -- blind index of the name
    about TEXT NOT NULL, -- village, trade; no names
    valid_from TEXT NOT NULL, -- first day
    valid_to TEXT, -- last day
    reason TEXT, -- why it ended
    account_id INTEGER NOT NULL, -- who entered it, 0 the program
    made INTEGER NOT NULL, -- when
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT contact_link_public_id UNIQUE (public_id),
    CONSTRAINT contact_link_kind CHECK (kind IN ('deputy', 'township', 'voter')),
    CONSTRAINT contact_link_holder FOREIGN KEY (holder_id) REFERENCES contact_holder (id)
) STRICT;
CREATE INDEX contact_link_by_holder ON contact_link (holder_id, kind, valid_to);
CREATE INDEX contact_link_by_person ON contact_link (person_id, kind, valid_to);

CREATE TABLE contact_plan (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL
        CONSTRAINT contact_plan_public_id_once UNIQUE, -- random, in addresses
    division TEXT NOT NULL
        CONSTRAINT contact_plan_division REFERENCES division (code), -- whose plan
    title TEXT NOT NULL, -- of the document
    issued TEXT NOT NULL, -- by whom, under which number
    body TEXT NOT NULL, -- the document in words
    day_from TEXT NOT NULL, -- first day
    day_to TEXT NOT NULL, -- last day
    version INTEGER NOT NULL -- grows by one with every change
) STRICT;
CREATE INDEX contact_plan_by_division ON contact_plan (division, day_from);

CREATE TABLE contact_plan_leader (
    id INTEGER PRIMARY KEY, -- row number
    plan_id INTEGER NOT NULL
        CONSTRAINT contact_plan_leader_plan REFERENCES contact_plan (id), -- in which plan
    holder_id INTEGER NOT NULL
        CONSTRAINT contact_plan_leader_holder REFERENCES contact_holder (id), -- who
    duty TEXT NOT NULL, -- what the leader answers for
    visits INTEGER NOT NULL
        CONSTRAINT contact_plan_leader_visits CHECK (visits >= 0), -- asked within the plan's days
    CONSTRAINT contact_plan_leader_once UNIQUE (plan_id, holder_id)
) STRICT;

CREATE TABLE council_member (
    id INTEGER PRIMARY KEY, -- row number
    group_id INTEGER NOT NULL, -- whose council
    name TEXT NOT NULL, -- as made known in the village
    person_id INTEGER NOT NULL, -- of a deputy of the roster, present or former, 0 none
    status TEXT NOT NULL, -- what is known of one without a row in the roster
    duty TEXT NOT NULL, -- word of enum council_duty
    valid_from TEXT, -- first day
    valid_to TEXT, -- last day; absent while sitting
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT council_member_status CHECK (status IN ('former', 'none')),
    CONSTRAINT council_member_duty CHECK (duty IN ('head', 'member')),
    CONSTRAINT council_member_group FOREIGN KEY (group_id) REFERENCES hamlet_group (id)
) STRICT;
CREATE INDEX council_member_by_group ON council_member (group_id, id);

CREATE TABLE "d_ledger_day" (
    measure TEXT NOT NULL,           -- code of the measure
    division TEXT NOT NULL,          -- any ancestor, zeros to 12 digits
    day TEXT NOT NULL,               -- YYYY-MM-DD
    quantity INTEGER NOT NULL,        -- sum
    records INTEGER NOT NULL,         -- bookings that stand
    CONSTRAINT d_ledger_days_pk PRIMARY KEY (measure, division, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE "d_ledger_month" (
    measure TEXT NOT NULL,           -- code of the measure
    division TEXT NOT NULL,          -- any ancestor, zeros to 12 digits
    month TEXT NOT NULL,             -- YYYY-MM
    quantity INTEGER NOT NULL,        -- sum
    records INTEGER NOT NULL,         -- bookings that stand
    CONSTRAINT d_ledger_months_pk PRIMARY KEY (measure, division, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE deputy_bent (
    person_id INTEGER PRIMARY KEY, -- who
    speciality TEXT NOT NULL, -- is good at
    wish TEXT NOT NULL, -- would like to work on
    made INTEGER NOT NULL, -- last changed
    CONSTRAINT deputy_bent_person FOREIGN KEY (person_id) REFERENCES person (id)
) STRICT;

CREATE TABLE deputy_group (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses
    code TEXT NOT NULL, -- stable key
    name TEXT NOT NULL, -- in force today
    pinyin TEXT NOT NULL, -- sort key
    kind TEXT NOT NULL, -- word of enum group_kind
    field TEXT NOT NULL, -- words of occupation or speciality, of a professional group
    division TEXT NOT NULL, -- its area, or whose congress
    convenor_id INTEGER NOT NULL, -- person, 0 none
    valid_from TEXT NOT NULL, -- first day
    valid_to TEXT, -- last day; then it is dissolved
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT deputy_group_public_id UNIQUE (public_id),
    CONSTRAINT deputy_group_code UNIQUE (code),
    CONSTRAINT deputy_group_kind CHECK (kind IN ('area', 'professional')),
    CONSTRAINT deputy_group_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX deputy_group_by_division ON deputy_group (division, kind);

CREATE TABLE diary (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses; the sealed text is bound to it
    person_id INTEGER NOT NULL, -- whose
    tenure_id INTEGER NOT NULL, -- by which seat
    division TEXT NOT NULL, -- electoral area
    day TEXT NOT NULL, -- of what is told
    state TEXT NOT NULL, -- word of enum diary_state
    title_sealed BLOB NOT NULL, -- title, sealed
    body_sealed BLOB NOT NULL, -- text, sealed
    title TEXT, -- as published
    body TEXT, -- as published
    made INTEGER NOT NULL, -- when
    published INTEGER, -- when
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT diary_public_id UNIQUE (public_id),
    CONSTRAINT diary_state CHECK (state IN ('draft', 'published', 'withdrawn')),
    CONSTRAINT diary_person FOREIGN KEY (person_id) REFERENCES person (id)
) STRICT;
CREATE INDEX diary_by_person ON diary (person_id, id);
CREATE INDEX diary_by_published ON diary (state, published);

CREATE TABLE diary_consent (
    id INTEGER PRIMARY KEY, -- row number
    diary_id INTEGER NOT NULL, -- which entry
    kind TEXT NOT NULL, -- word of enum finding_kind
    passage TEXT NOT NULL, -- keyed hash of the passage
    form TEXT NOT NULL, -- word of enum consent_form
    account_id INTEGER NOT NULL, -- who says so
    at INTEGER NOT NULL, -- when
    CONSTRAINT diary_consent_once UNIQUE (diary_id, kind, passage),
    CONSTRAINT diary_consent_form CHECK (form IN ('written', 'oral')),
    CONSTRAINT diary_consent_diary FOREIGN KEY (diary_id) REFERENCES diary (id)
) STRICT;

CREATE TABLE division (
    code TEXT NOT NULL, -- 12 digits; a hamlet has its village's code, '-' and three digits
    name TEXT NOT NULL, -- in force today
    kind TEXT NOT NULL, -- word of enum division_kind
    parent TEXT, -- code of the division above; absent at the top
    valid_from TEXT, -- first day, absent: before our records
    valid_to TEXT, -- last day, absent: in force
    successor TEXT, -- code of the division that took its place
    pinyin TEXT NOT NULL, -- sort key (base/han.h)
    folded TEXT NOT NULL, -- name as compared (base/han.h)
    brief TEXT NOT NULL, -- folded, without the suffix 市 县 区 镇 乡 街道 村 社区
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT division_code PRIMARY KEY (code),
    CONSTRAINT division_kind CHECK (kind IN ('country', 'province', 'prefecture', 'county',
        'town', 'subdistrict', 'village', 'community', 'hamlet', 'zone', 'pseudo')),
    CONSTRAINT division_parent FOREIGN KEY (parent) REFERENCES division (code),
    CONSTRAINT division_successor FOREIGN KEY (successor) REFERENCES division (code)
) STRICT;
CREATE INDEX division_by_brief ON division (brief);
CREATE INDEX division_by_folded ON division (folded);
CREATE INDEX division_by_parent ON division (parent, code, kind, valid_to, name);

CREATE TABLE division_name (
    id INTEGER PRIMARY KEY, -- row number
    division TEXT NOT NULL, -- whose name
    name TEXT NOT NULL, -- as it was
    valid_from TEXT, -- first day
    valid_to TEXT, -- last day
    CONSTRAINT division_name_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX division_name_by_division ON division_name (division);
CREATE INDEX division_name_by_name ON division_name (name);

CREATE TABLE division_range (
    id INTEGER PRIMARY KEY, -- row number
    division TEXT NOT NULL, -- whose subtree
    code_from TEXT NOT NULL, -- first code
    code_to TEXT NOT NULL, sign INTEGER NOT NULL DEFAULT 1
    CONSTRAINT division_range_sign CHECK (sign IN (-1, 1)), -- first code behind it
    CONSTRAINT division_range_division FOREIGN KEY (division) REFERENCES division (code),
    CONSTRAINT division_range_once UNIQUE (division, code_from),
    CONSTRAINT division_range_order CHECK (code_from < code_to)
) STRICT;

CREATE TABLE duty (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- where
    division TEXT NOT NULL, -- of the station
    day TEXT NOT NULL, -- local day
    planned TEXT NOT NULL, -- day of the rule, before it moved behind a holiday
    time_from TEXT, -- "09:00"
    time_to TEXT, -- "11:30"
    notice_day TEXT NOT NULL, -- working day on which the deputy is told
    deputy_id INTEGER NOT NULL, -- tenure, 0 nobody yet
    told INTEGER, -- when the deputy was told
    told_how TEXT, -- page or phone
    version INTEGER NOT NULL, cancelled INTEGER, reason TEXT, held INTEGER, recorded INTEGER, record TEXT, filed INTEGER, -- grows by one with every change
    CONSTRAINT duty_planned UNIQUE (station_id, planned),
    CONSTRAINT duty_told_how CHECK (told_how IN ('page', 'phone')),
    CONSTRAINT duty_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX duty_by_deputy ON duty (deputy_id, day);
CREATE INDEX duty_by_division ON duty (division, day, id);
CREATE INDEX duty_by_station ON duty (station_id, day);
CREATE INDEX duty_untold ON duty (notice_day) WHERE told IS NULL;

CREATE TABLE duty_swap (
    id INTEGER PRIMARY KEY, -- row number
    duty_id INTEGER NOT NULL, -- which day
    from_id INTEGER NOT NULL, -- tenure of who gives it away
    to_id INTEGER NOT NULL, -- tenure of who is asked
    note TEXT, -- why; also how consent was given
    state TEXT NOT NULL, -- word of enum duty_swap_state
    asked INTEGER NOT NULL, -- when
    answered INTEGER, -- when
    account_id INTEGER NOT NULL, -- who entered it
    CONSTRAINT duty_swap_state CHECK (state IN ('asked', 'agreed', 'refused', 'withdrawn')),
    CONSTRAINT duty_swap_duty FOREIGN KEY (duty_id) REFERENCES duty (id)
) STRICT;
CREATE INDEX duty_swap_by_duty ON duty_swap (duty_id, id);
CREATE INDEX duty_swap_by_to ON duty_swap (to_id, state);
CREATE UNIQUE INDEX duty_swap_open ON duty_swap (duty_id) WHERE state = 'asked';

CREATE TABLE event (
    id INTEGER PRIMARY KEY, -- never shown
    object TEXT NOT NULL,            -- kind of record
    object_id INTEGER NOT NULL,       -- the record
    name TEXT NOT NULL,              -- such as request.replied
    at INTEGER NOT NULL,              -- when
    account_id INTEGER NOT NULL,      -- who caused it; 0: the program
    done INTEGER NOT NULL,            -- 0 waiting, 1 delivered, 2 parked
    attempts INTEGER NOT NULL,        -- failed deliveries
    run_at INTEGER NOT NULL,          -- not before
    done_at INTEGER,                  -- when delivered
    why TEXT,                        -- rule of the last failure
    CONSTRAINT event_done CHECK (done IN (0, 1, 2))
) STRICT;
CREATE INDEX event_object ON event (object, object_id);
CREATE INDEX event_waiting ON event (run_at, id) WHERE done = 0;

CREATE TABLE file (
    id INTEGER PRIMARY KEY, -- never shown
    hash TEXT NOT NULL,              -- keyed hash of the clear content; names the stored file
    type TEXT NOT NULL,              -- image/jpeg, image/png, image/webp, application/pdf
    size INTEGER NOT NULL,            -- bytes of the clear content
    width INTEGER NOT NULL,           -- pixels; 0: no image
    height INTEGER NOT NULL,          -- pixels; 0: no image
    name TEXT NOT NULL,              -- of our making
    object TEXT NOT NULL,            -- kind of record
    object_id INTEGER NOT NULL,       -- the record
    is_public INTEGER NOT NULL,       -- 1: the reporter and the public part may see it
    at INTEGER NOT NULL,              -- when
    CONSTRAINT file_public CHECK (is_public IN (0, 1))
) STRICT;
CREATE INDEX file_hash ON file (hash);
CREATE INDEX file_object ON file (object, object_id, id);

CREATE TABLE group_member (
    id INTEGER PRIMARY KEY, -- row number
    group_id INTEGER NOT NULL, -- which group
    person_id INTEGER NOT NULL, -- who
    tenure_id INTEGER NOT NULL, -- by which seat
    reason TEXT NOT NULL, -- why this group: what matched, in words
    valid_from TEXT NOT NULL, -- first day
    valid_to TEXT, -- last day
    CONSTRAINT group_member_group FOREIGN KEY (group_id) REFERENCES deputy_group (id),
    CONSTRAINT group_member_person FOREIGN KEY (person_id) REFERENCES person (id)
) STRICT;
CREATE INDEX group_member_by_group ON group_member (group_id, valid_to);
CREATE INDEX group_member_by_person ON group_member (person_id, valid_to);

CREATE TABLE group_plan (
    id INTEGER PRIMARY KEY, -- row number
    group_id INTEGER NOT NULL, -- which group
    year INTEGER NOT NULL, -- of the plan
    month INTEGER NOT NULL, -- when it is meant
    title TEXT NOT NULL, -- what
    CONSTRAINT group_plan_month CHECK (month >= 1 AND month <= 12),
    CONSTRAINT group_plan_group FOREIGN KEY (group_id) REFERENCES deputy_group (id)
) STRICT;
CREATE INDEX group_plan_by_group ON group_plan (group_id, year);

CREATE TABLE hamlet_group (
    id INTEGER PRIMARY KEY, -- row number
    name TEXT NOT NULL, -- in force today
    folded TEXT NOT NULL, -- the name as compared
    pinyin TEXT NOT NULL, -- sort key
    division TEXT NOT NULL, -- township or village whose hamlets it serves
    convenor_id INTEGER NOT NULL, -- tenure of the deputy who convenes it, 0 nobody
    valid_from TEXT, -- first day
    valid_to TEXT, -- last day; absent while it works
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT hamlet_group_name UNIQUE (division, name),
    CONSTRAINT hamlet_group_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX hamlet_group_by_division ON hamlet_group (division, pinyin, id);

CREATE TABLE hamlet_place (
    id INTEGER PRIMARY KEY, -- row number
    group_id INTEGER NOT NULL, -- the group
    division TEXT NOT NULL, -- code of the hamlet
    CONSTRAINT hamlet_place_division UNIQUE (division),
    CONSTRAINT hamlet_place_group FOREIGN KEY (group_id) REFERENCES hamlet_group (id),
    CONSTRAINT hamlet_place_hamlet FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX hamlet_place_by_group ON hamlet_place (group_id, division);

CREATE TABLE help_case (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses; sealed columns are bound to it
    division TEXT NOT NULL, -- electoral area of the deputy
    person_id INTEGER NOT NULL, -- the deputy
    tenure_id INTEGER NOT NULL, -- by which seat
    relation TEXT NOT NULL, -- word of enum help_relation
    business_sealed BLOB NOT NULL, -- name of the business, sealed
    matter_sealed BLOB NOT NULL, -- what it is about, sealed
    conflict TEXT NOT NULL, -- word of enum help_conflict
    conflict_note TEXT, -- how it is kept apart
    state TEXT NOT NULL, -- word of enum help_state
    opened INTEGER NOT NULL, -- when
    closed INTEGER, -- when
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT help_case_public_id UNIQUE (public_id),
    CONSTRAINT help_case_relation CHECK (relation IN ('own', 'family', 'employer', 'other')),
    CONSTRAINT help_case_conflict CHECK (conflict IN ('unknown', 'none', 'flagged')),
    CONSTRAINT help_case_state CHECK (state IN ('open', 'referred', 'helped', 'declined',
        'withdrawn')),
    CONSTRAINT help_case_person FOREIGN KEY (person_id) REFERENCES person (id)
) STRICT;
CREATE INDEX help_case_by_division ON help_case (division, state);
CREATE INDEX help_case_by_person ON help_case (person_id, id);

CREATE TABLE help_step (
    id INTEGER PRIMARY KEY, -- row number
    case_id INTEGER NOT NULL, -- which case
    event TEXT NOT NULL, -- word of enum help_event
    note TEXT NOT NULL, -- why; no names of others
    account_id INTEGER NOT NULL, -- who
    actor TEXT NOT NULL, -- published name
    at INTEGER NOT NULL, -- when
    CONSTRAINT help_step_case FOREIGN KEY (case_id) REFERENCES help_case (id)
) STRICT;
CREATE INDEX help_step_by_case ON help_step (case_id, id);

CREATE TABLE home_booking (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- the home
    day TEXT NOT NULL, -- local day
    time_from TEXT NOT NULL, -- "09:00"
    time_to TEXT NOT NULL, -- "11:30"
    purpose TEXT NOT NULL, -- what for
    account_id INTEGER NOT NULL, -- who entered it
    dropped INTEGER, -- when it was given back
    CONSTRAINT home_booking_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX home_booking_by ON home_booking (station_id, day);

CREATE TABLE info_officer (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL
        CONSTRAINT info_officer_public_id_once UNIQUE, -- random, in addresses
    division TEXT NOT NULL
        CONSTRAINT info_officer_division REFERENCES division (code), -- of the deputy
    person_id INTEGER NOT NULL
        CONSTRAINT info_officer_person REFERENCES person (id), -- the deputy
    tenure_id INTEGER NOT NULL
        CONSTRAINT info_officer_tenure REFERENCES tenure (id), -- by which seat
    name TEXT NOT NULL, -- of the officer, as made known
    post TEXT NOT NULL, -- where and what the officer is
    account_id INTEGER NOT NULL, -- account that registers on behalf, 0 none
    valid_from TEXT NOT NULL, -- first day
    valid_to TEXT, -- last day
    reason TEXT, -- why it ended
    version INTEGER NOT NULL -- grows by one with every change
) STRICT;
CREATE INDEX info_officer_by_account ON info_officer (account_id, valid_to);
CREATE INDEX info_officer_by_division ON info_officer (division, valid_to, id);
CREATE INDEX info_officer_by_person ON info_officer (person_id, valid_to);
CREATE UNIQUE INDEX info_officer_one ON info_officer (person_id) WHERE valid_to IS NULL;

CREATE TABLE job (
    id INTEGER PRIMARY KEY, -- never shown
    kind TEXT NOT NULL,              -- such as deadline.sweep
    payload TEXT NOT NULL,           -- what the kind needs to know
    run_at INTEGER NOT NULL,          -- not before
    lease_until INTEGER NOT NULL,     -- taken by a worker until then; 0: free
    attempts INTEGER NOT NULL,        -- tries so far
    parked INTEGER NOT NULL,          -- 1: given up, shown on the operations page
    once TEXT,                       -- a second one with the same text does nothing
    why TEXT,                        -- rule of the last failure
    CONSTRAINT job_once UNIQUE (once),
    CONSTRAINT job_parked CHECK (parked IN (0, 1))
) STRICT;
CREATE INDEX job_waiting ON job (run_at, id) WHERE parked = 0;

CREATE TABLE ledger_fact (
    id INTEGER PRIMARY KEY, -- never shown
    measure TEXT NOT NULL,           -- code of the measure
    division TEXT NOT NULL,          -- the smallest division known
    day TEXT NOT NULL,               -- the day it counts for
    quantity INTEGER NOT NULL,        -- may be negative in a counter-entry
    source TEXT NOT NULL,            -- kind of record it comes from
    source_id INTEGER NOT NULL,       -- the record
    corrects INTEGER,                 -- fact that this one takes back
    account_id INTEGER NOT NULL,      -- who; 0: the program
    at INTEGER NOT NULL,              -- when it was booked
    folded INTEGER NOT NULL,          -- 1: contained in the sums
    CONSTRAINT ledger_fact_folded CHECK (folded IN (0, 1)),
    CONSTRAINT ledger_fact_corrects FOREIGN KEY (corrects) REFERENCES ledger_fact (id)
) STRICT;
CREATE INDEX ledger_fact_day ON ledger_fact (measure, day, id, division);
CREATE UNIQUE INDEX ledger_fact_once ON ledger_fact (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX ledger_fact_source ON ledger_fact (source, source_id, measure);
CREATE INDEX ledger_fact_tail ON ledger_fact (id) WHERE folded = 0;

CREATE TABLE media_hit (
    id INTEGER PRIMARY KEY, -- row number
    division TEXT NOT NULL, -- about where
    day TEXT NOT NULL, -- when it appeared
    outlet TEXT NOT NULL, -- newspaper, station, site
    level TEXT NOT NULL, -- word of enum media_level
    title TEXT NOT NULL, -- of the piece
    place TEXT NOT NULL, -- address or page
    folded TEXT NOT NULL, -- outlet and title as compared: the same piece is entered once
    account_id INTEGER NOT NULL, -- who entered it
    made INTEGER NOT NULL, -- when
    CONSTRAINT media_hit_once UNIQUE (division, folded, day),
    CONSTRAINT media_hit_level CHECK (level IN ('national', 'province', 'city', 'county')),
    CONSTRAINT media_hit_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX media_hit_by_division ON media_hit (division, day, id);

CREATE TABLE mediation (
    id INTEGER PRIMARY KEY, -- row number
    uid TEXT NOT NULL, -- random, binds the sealed values
    group_id INTEGER NOT NULL, -- whose council
    division TEXT NOT NULL, -- hamlet or village
    kind TEXT NOT NULL, -- word of enum mediation_kind
    title TEXT NOT NULL, -- what it is about; no names
    parties_sealed BLOB, -- names of the parties
    member_id INTEGER NOT NULL, -- council member who mediates, 0 nobody yet
    state TEXT NOT NULL, -- word of enum mediation_state
    result TEXT, -- what was agreed, or the way that was told; no names
    opened TEXT NOT NULL, -- day it was registered
    ended TEXT, -- day it was agreed or failed
    idem TEXT, -- key of the form, against double entry
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT mediation_idem UNIQUE (idem),
    CONSTRAINT mediation_kind CHECK (kind IN ('land', 'house', 'neighbour', 'family', 'money',
        'water', 'work', 'other')),
    CONSTRAINT mediation_state CHECK (state IN ('registered', 'mediating', 'agreed', 'failed',
        'follow_up', 'closed', 'withdrawn')),
    CONSTRAINT mediation_group FOREIGN KEY (group_id) REFERENCES hamlet_group (id),
    CONSTRAINT mediation_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX mediation_by_division ON mediation (division, id);
CREATE INDEX mediation_by_group ON mediation (group_id, id);

CREATE TABLE mediation_step (
    id INTEGER PRIMARY KEY, -- row number
    mediation_id INTEGER NOT NULL, -- whose step
    event TEXT NOT NULL, -- word of the flow's events
    from_state TEXT NOT NULL, -- word of enum mediation_state
    to_state TEXT NOT NULL, -- word of enum mediation_state
    note TEXT, -- why
    account_id INTEGER NOT NULL, -- who entered it
    at INTEGER NOT NULL, -- when
    CONSTRAINT mediation_step_of FOREIGN KEY (mediation_id) REFERENCES mediation (id)
) STRICT;
CREATE INDEX mediation_step_by ON mediation_step (mediation_id, id);

CREATE TABLE meta (
    name  TEXT NOT NULL, -- demo, audit.floor, audit.published
    value TEXT NOT NULL, -- its value
    CONSTRAINT meta_pk PRIMARY KEY (name)
) STRICT;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY, -- never shown
    event TEXT NOT NULL,             -- what it is about
    receiver TEXT NOT NULL,          -- who, as a key that never repeats for one event
    account_id INTEGER NOT NULL,      -- reader on the own page; 0: none
    contact BLOB,                   -- sealed phone or e-mail of a citizen
    contact_uid TEXT,                -- row uid it is bound to
    lang TEXT NOT NULL,              -- zh or en
    text_key TEXT NOT NULL,          -- of subject and body
    args TEXT NOT NULL,              -- JSON list; no personal data
    link TEXT,                       -- local path
    made_at INTEGER NOT NULL,         -- when
    run_at INTEGER NOT NULL,          -- not before
    state TEXT NOT NULL,             -- waiting, sent, parked, page
    attempts INTEGER NOT NULL,        -- tries so far
    lease_until INTEGER NOT NULL,     -- taken by a sender until then
    sent_at INTEGER,                  -- when it left
    read_at INTEGER,                  -- when it was seen on the own page
    why TEXT,                        -- rule of the last failure
    CONSTRAINT notice_once UNIQUE (event, receiver),
    CONSTRAINT notice_state CHECK (state IN ('waiting', 'sent', 'parked', 'page'))
) STRICT;
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_waiting ON notice (run_at, id) WHERE state = 'waiting';

CREATE TABLE number_block (
    scope TEXT NOT NULL,             -- such as 2026-430407
    next INTEGER NOT NULL,            -- not given out yet
    CONSTRAINT number_block_pk PRIMARY KEY (scope)
) STRICT;

CREATE TABLE org (
    id INTEGER PRIMARY KEY, -- row number
    code TEXT NOT NULL, -- stable key of imports
    name TEXT NOT NULL, -- in force today
    kind TEXT NOT NULL, -- word of enum org_kind
    division TEXT NOT NULL, -- where it is competent
    level TEXT NOT NULL, -- word of enum congress_level
    handles INTEGER NOT NULL, -- 1: may be assigned requests
    matters TEXT NOT NULL, -- words of its business
    folded TEXT NOT NULL, -- name as compared
    pinyin TEXT NOT NULL, -- sort key
    valid_from TEXT, -- first day
    valid_to TEXT, -- last day
    successor TEXT, -- code of the organisation that took its place
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT org_code UNIQUE (code),
    CONSTRAINT org_kind CHECK (kind IN ('congress', 'standing_committee', 'presidium',
        'working_committee', 'office', 'government', 'department', 'supervision', 'court',
        'procuratorate', 'town_government', 'subdistrict_office', 'village_body', 'hotline',
        'other')),
    CONSTRAINT org_level CHECK (level IN ('national', 'province', 'city', 'county', 'township')),
    CONSTRAINT org_handles CHECK (handles IN (0, 1)),
    CONSTRAINT org_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX org_by_division ON org (division, kind);
CREATE INDEX org_by_folded ON org (folded);

CREATE TABLE org_name (
    id INTEGER PRIMARY KEY, -- row number
    org_id INTEGER NOT NULL, -- whose name
    name TEXT NOT NULL, -- as it is or was
    folded TEXT NOT NULL, -- as compared
    alias INTEGER NOT NULL, -- 1: a local alias, 0: a former official name
    valid_from TEXT, -- first day
    valid_to TEXT, -- last day
    CONSTRAINT org_name_org FOREIGN KEY (org_id) REFERENCES org (id),
    CONSTRAINT org_name_alias CHECK (alias IN (0, 1)),
    CONSTRAINT org_name_once UNIQUE (org_id, name, alias)
) STRICT;
CREATE INDEX org_name_by_folded ON org_name (folded);

CREATE TABLE person (
    id INTEGER PRIMARY KEY, -- row number
    code TEXT NOT NULL, -- stable key of imports
    name TEXT NOT NULL, -- published name
    folded TEXT NOT NULL, -- as compared
    pinyin TEXT NOT NULL, -- sort key in pinyin order
    strokes TEXT NOT NULL, -- sort key by strokes of the surname
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT person_code UNIQUE (code)
) STRICT;
CREATE INDEX person_by_folded ON person (folded);
CREATE INDEX person_by_given ON person (SUBSTR(folded, 2));
CREATE INDEX person_by_last ON person (SUBSTR(folded, 3));
CREATE INDEX person_long ON person (folded) WHERE LENGTH(folded) > 4;

CREATE TABLE plate_code (
    id INTEGER PRIMARY KEY, -- row number
    token TEXT NOT NULL, -- 8 letters, in the address /s/{token}
    object TEXT NOT NULL, -- word of enum code_of
    object_id INTEGER NOT NULL, -- station or tenure, 0 for an area
    division TEXT NOT NULL, -- of an area's code, and of the object
    issued INTEGER NOT NULL, -- when
    retired INTEGER, -- when a newer one took its place
    CONSTRAINT plate_code_token UNIQUE (token),
    CONSTRAINT plate_code_object CHECK (object IN ('station', 'deputy', 'area')),
    CONSTRAINT plate_code_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX plate_code_by_division ON plate_code (division, id);
CREATE INDEX plate_code_by_object ON plate_code (object, object_id, division);

CREATE TABLE rating_entry (
    id INTEGER PRIMARY KEY, -- row number
    round_id INTEGER NOT NULL, -- which round
    station_id INTEGER NOT NULL, -- which station
    division TEXT NOT NULL, -- of the station
    state TEXT NOT NULL, -- word of enum rating_state
    stars INTEGER NOT NULL, -- 0 none yet, 1 to 5
    reason TEXT, -- of the result
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT rating_entry_one UNIQUE (round_id, station_id),
    CONSTRAINT rating_entry_stars CHECK (stars >= 0 AND stars <= 5),
    CONSTRAINT rating_entry_state CHECK (state IN ('self_apply', 'county_review', 'site_check',
        'publicised', 'objected', 'awarded', 'monitored', 'downgraded', 'removed', 'declined')),
    CONSTRAINT rating_entry_round FOREIGN KEY (round_id) REFERENCES rating_round (id),
    CONSTRAINT rating_entry_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX rating_entry_by_division ON rating_entry (division, id);
CREATE INDEX rating_entry_by_station ON rating_entry (station_id, id);

CREATE TABLE rating_mark (
    id INTEGER PRIMARY KEY, -- row number
    entry_id INTEGER NOT NULL, -- whose
    item_id INTEGER NOT NULL, -- which requirement
    record TEXT NOT NULL, -- what the records say, in words
    self TEXT NOT NULL, -- word of enum rating_view
    review TEXT NOT NULL, -- word of enum rating_view
    words TEXT, -- of the review
    CONSTRAINT rating_mark_one UNIQUE (entry_id, item_id),
    CONSTRAINT rating_mark_self CHECK (self IN ('open', 'met', 'partly', 'not')),
    CONSTRAINT rating_mark_review CHECK (review IN ('open', 'met', 'partly', 'not')),
    CONSTRAINT rating_mark_entry FOREIGN KEY (entry_id) REFERENCES rating_entry (id),
    CONSTRAINT rating_mark_item FOREIGN KEY (item_id) REFERENCES station_item (id)
) STRICT;

CREATE TABLE rating_round (
    id INTEGER PRIMARY KEY, -- row number
    division TEXT NOT NULL, -- for whose stations
    name TEXT NOT NULL, -- "2026 年度"
    standard_id INTEGER NOT NULL, -- rated by
    opens TEXT NOT NULL, -- first day
    self_until TEXT NOT NULL, -- last day to apply
    star_until TEXT NOT NULL, -- last day a star of this round holds
    closed TEXT, -- day it was closed
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT rating_round_name UNIQUE (division, name),
    CONSTRAINT rating_round_standard FOREIGN KEY (standard_id) REFERENCES station_standard (id)
) STRICT;

CREATE TABLE rating_step (
    id INTEGER PRIMARY KEY, -- row number
    entry_id INTEGER NOT NULL, -- whose step
    event TEXT NOT NULL, -- word of the flow's events
    from_state TEXT NOT NULL, -- word of enum rating_state
    to_state TEXT NOT NULL, -- word of enum rating_state
    stars INTEGER NOT NULL, -- after the step
    note TEXT, -- why
    account_id INTEGER NOT NULL, -- who entered it
    at INTEGER NOT NULL, -- when
    CONSTRAINT rating_step_entry FOREIGN KEY (entry_id) REFERENCES rating_entry (id)
) STRICT;
CREATE INDEX rating_step_by ON rating_step (entry_id, id);

CREATE TABLE recovery_code (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL, -- whose
    hash       TEXT NOT NULL,   -- keyed hash of the code
    CONSTRAINT recovery_code_once UNIQUE (account_id, hash),
    CONSTRAINT recovery_code_account FOREIGN KEY (account_id) REFERENCES account (id)
) STRICT;

CREATE TABLE request (
    id INTEGER PRIMARY KEY, -- row number, never shown
    uid TEXT NOT NULL, -- random row uid
    code TEXT NOT NULL CONSTRAINT request_code_once UNIQUE, -- public number
    channel TEXT NOT NULL, -- scan, station, deputy, telephone, letter
    state TEXT NOT NULL, -- state of the flow
    round INTEGER NOT NULL CONSTRAINT request_round_positive CHECK (round > 0), -- 1, 2 …
    title TEXT NOT NULL, -- made from the text when none is given
    body TEXT NOT NULL, -- what was said
    division TEXT NOT NULL, -- smallest division known
    county TEXT NOT NULL, -- its county, for lists
    town TEXT NOT NULL, -- its township, for lists
    place TEXT, -- place in words
    coords TEXT, -- latitude,longitude in degrees
    anonymity TEXT NOT NULL, -- named, office, none
    station_id INTEGER NOT NULL, -- station it came through, or 0
    deputy_id INTEGER NOT NULL, -- tenure of the deputy it is for, or 0
    deputy_person INTEGER NOT NULL, -- person of that deputy, or 0
    unit_id INTEGER NOT NULL, -- handling unit, or 0
    parent_id INTEGER NOT NULL, -- request it was merged into, or 0
    kind TEXT NOT NULL, -- consult, help, complaint, report, suggestion
    reason TEXT, -- code of not accepted or cannot
    outcome TEXT, -- of the newest reply: solved, explained, cannot
    ask_days INTEGER NOT NULL, -- working days of an extension asked for, or 0
    received INTEGER NOT NULL, -- instant
    due TEXT, -- of the running clock
    overdue INTEGER NOT NULL CONSTRAINT request_overdue_bit CHECK (overdue IN (0, 1)), -- flag
    extended INTEGER NOT NULL CONSTRAINT request_extended_bit CHECK (extended IN (0, 1)), -- flag
    supervised INTEGER NOT NULL
        CONSTRAINT request_supervised_bit CHECK (supervised IN (0, 1)), -- flag
    provisional INTEGER NOT NULL
        CONSTRAINT request_provisional_bit CHECK (provisional IN (0, 1)), -- due may change
    waits TEXT, -- whose turn it is: clerk, deputy, unit, office, citizen; absent when ended
    closed INTEGER, -- instant of the end
    class_ TEXT, -- year-end class; absent while open
    idem TEXT CONSTRAINT request_idem_once UNIQUE, -- keyed hash of the idempotency key
    digest TEXT NOT NULL, -- keyed hash of what was sent, to compare a repeated submission
    version INTEGER NOT NULL -- grows by one with every change
) STRICT;
CREATE INDEX request_asking ON request (due, id) WHERE ask_days > 0 AND waits IS NOT NULL;
CREATE INDEX request_by_county ON request (county, id);
CREATE INDEX request_by_deputy ON request (deputy_person, id) WHERE deputy_person > 0;
CREATE INDEX request_by_parent ON request (parent_id) WHERE parent_id > 0;
CREATE INDEX request_by_station ON request (station_id, id) WHERE station_id > 0;
CREATE INDEX request_by_town ON request (town, id);
CREATE INDEX request_by_unit ON request (unit_id, id) WHERE unit_id > 0;
CREATE INDEX request_queue_all ON request
    (waits, due, id, division, code, channel, state, title, place, received, supervised)
    WHERE waits IS NOT NULL;
CREATE INDEX request_queue_county ON request (county, waits, due, id) WHERE waits IS NOT NULL;
CREATE INDEX request_queue_deputy ON request (deputy_person, due, id) WHERE waits = 'deputy';
CREATE INDEX request_queue_unit ON request (unit_id, due, id) WHERE waits = 'unit';
CREATE INDEX request_watched ON request (due, id) WHERE supervised = 1 AND waits IS NOT NULL;

CREATE TABLE request_evaluation (
    id INTEGER PRIMARY KEY, -- row number
    request_id INTEGER NOT NULL
        CONSTRAINT request_evaluation_of REFERENCES request (id), -- the reporter's own request
    round INTEGER NOT NULL, -- round that is judged
    reply_satisfaction TEXT, -- satisfied, basically, dissatisfied; absent: not answered
    result_satisfaction TEXT, -- satisfied, basically, dissatisfied; absent: not answered
    solved TEXT, -- yes, partly, no; absent: not answered
    reason TEXT, -- what is still missing
    role TEXT NOT NULL, -- citizen, or who wrote down what the citizen said
    at INTEGER NOT NULL, -- instant
    published INTEGER NOT NULL
        CONSTRAINT request_evaluation_bit CHECK (published IN (0, 1)), -- unit may see it
    CONSTRAINT request_evaluation_once UNIQUE (request_id, round)
) STRICT;

CREATE TABLE request_late (
    event_id INTEGER NOT NULL, -- the event of the clock
    request_id INTEGER NOT NULL, -- which matter
    at INTEGER NOT NULL, -- when it passed
    reply INTEGER NOT NULL CONSTRAINT request_late_reply CHECK (reply IN (0, 1)), -- the unit's turn
    response INTEGER NOT NULL CONSTRAINT request_late_response CHECK (response IN (0, 1)), -- no word yet
    CONSTRAINT request_late_pk PRIMARY KEY (event_id),
    CONSTRAINT request_late_request FOREIGN KEY (request_id) REFERENCES request (id)
) STRICT;

CREATE TABLE request_link (
    id INTEGER PRIMARY KEY, -- row number
    request_id INTEGER NOT NULL
        CONSTRAINT request_link_of REFERENCES request (id), -- the reporter's own request
    round INTEGER NOT NULL, -- round it was made for
    token_hash TEXT NOT NULL CONSTRAINT request_link_once UNIQUE, -- keyed hash
    expires INTEGER NOT NULL, -- instant
    used INTEGER -- instant of use; absent: unused
) STRICT;
CREATE INDEX request_link_by_request ON request_link (request_id);

CREATE TABLE request_order (
    id INTEGER PRIMARY KEY, -- row number
    request_id INTEGER NOT NULL, -- which matter
    org_id INTEGER NOT NULL, -- the hotline
    deputy_person INTEGER NOT NULL, -- the deputy who speaks for it, or 0
    first INTEGER NOT NULL CONSTRAINT request_order_first CHECK (first IN (0, 1)), -- of this deputy
    at INTEGER NOT NULL, -- when
    CONSTRAINT request_order_request FOREIGN KEY (request_id) REFERENCES request (id),
    CONSTRAINT request_order_org FOREIGN KEY (org_id) REFERENCES org (id)
) STRICT;
CREATE INDEX request_order_by_deputy ON request_order (deputy_person);
CREATE INDEX request_order_by_request ON request_order (request_id);

CREATE TABLE request_party (
    id INTEGER PRIMARY KEY, -- row number
    request_id INTEGER NOT NULL
        CONSTRAINT request_party_of REFERENCES request (id), -- the request
    uid TEXT NOT NULL, -- random row uid to which the sealed columns are bound
    code_hash TEXT NOT NULL CONSTRAINT request_party_code_once UNIQUE, -- of the query code
    anonymity TEXT NOT NULL, -- named, office, none
    name_sealed BLOB, -- name, sealed
    contact_sealed BLOB, -- telephone or e-mail, sealed
    contact_index TEXT, -- blind index of the contact
    lang TEXT NOT NULL, -- language of notices
    joined INTEGER NOT NULL -- instant
) STRICT;
CREATE INDEX request_party_by_contact ON request_party (contact_index)
    WHERE contact_index IS NOT NULL;
CREATE INDEX request_party_by_request ON request_party (request_id);

CREATE TABLE request_same (
    request_id INTEGER NOT NULL, -- what the reporter sent
    twin_id    INTEGER NOT NULL, -- the request that the reporter says is the same
    CONSTRAINT request_same_pk PRIMARY KEY (request_id),
    CONSTRAINT request_same_request FOREIGN KEY (request_id) REFERENCES request (id),
    CONSTRAINT request_same_twin FOREIGN KEY (twin_id) REFERENCES request (id)
) STRICT;
CREATE INDEX request_same_by_twin ON request_same (twin_id);

CREATE TABLE request_step (
    id INTEGER PRIMARY KEY, -- row number
    request_id INTEGER NOT NULL
        CONSTRAINT request_step_of REFERENCES request (id), -- the request
    round INTEGER NOT NULL, -- round it belongs to
    event TEXT NOT NULL, -- what happened
    from_state TEXT NOT NULL, -- before
    to_state TEXT NOT NULL, -- after
    role TEXT NOT NULL, -- role of the actor towards the record
    actor TEXT, -- published name: post or organisation
    account_id INTEGER NOT NULL, -- account that did it, or 0
    note TEXT, -- internal note
    answer TEXT, -- public words
    reason TEXT, -- reason code or reason in words
    unit_id INTEGER NOT NULL, -- unit concerned, or 0
    at INTEGER NOT NULL, -- instant
    due TEXT, -- due date that the step set
    is_public INTEGER NOT NULL
        CONSTRAINT request_step_public_bit CHECK (is_public IN (0, 1)) -- shown to the citizen
, due_before TEXT) STRICT;
CREATE INDEX request_step_by_account ON request_step (account_id, at) WHERE account_id > 0;
CREATE INDEX request_step_by_request ON request_step (request_id, id);

CREATE TABLE rule (
    id INTEGER PRIMARY KEY, -- the version records keep
    division TEXT NOT NULL,          -- area of the congress; 000000000000: shipped defaults
    kind TEXT NOT NULL,              -- such as clock.request.handle
    value TEXT NOT NULL,             -- such as 5wd
    valid_from TEXT NOT NULL,        -- first day
    valid_to TEXT,                   -- last day; NULL: until changed
    source TEXT NOT NULL,            -- law or practice it comes from
    verified INTEGER NOT NULL,        -- 0: shown as unverified
    CONSTRAINT rule_once UNIQUE (kind, division, valid_from),
    CONSTRAINT rule_verified CHECK (verified IN (0, 1))
) STRICT;

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY, -- row number
    account_id INTEGER NOT NULL, -- whose
    path TEXT NOT NULL, -- address of the list
    name TEXT NOT NULL, -- as given
    query TEXT NOT NULL, -- filter and order, as in an address
    made_at INTEGER NOT NULL, -- when it was saved last
    CONSTRAINT saved_view_once UNIQUE (account_id, path, name),
    CONSTRAINT saved_view_account FOREIGN KEY (account_id) REFERENCES account (id)
) STRICT;

CREATE TABLE search_feed (
    id INTEGER PRIMARY KEY, -- order of changes
    kind TEXT NOT NULL,              -- kind of record
    object_id INTEGER NOT NULL,       -- the record
    fed INTEGER NOT NULL,             -- 1: in the index of the same database
    CONSTRAINT search_feed_fed CHECK (fed IN (0, 1))
) STRICT;
CREATE INDEX search_feed_object ON search_feed (kind, object_id);
CREATE INDEX search_feed_waiting ON search_feed (id) WHERE fed = 0;

CREATE TABLE session (
    id         INTEGER PRIMARY KEY,
    hash       TEXT NOT NULL,   -- keyed hash of the token
    kind       TEXT NOT NULL,   -- full, half, case
    account_id INTEGER,          -- of full and half
    case_id    INTEGER NOT NULL, -- the request it opens, 0
    device     TEXT,            -- words for one's own list; never an address
    started    INTEGER NOT NULL, -- when it began
    seen       INTEGER NOT NULL, -- last use, exact to five minutes
    expires    INTEGER NOT NULL, -- the absolute end
    CONSTRAINT session_hash UNIQUE (hash),
    CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT session_kind CHECK (kind IN ('full', 'half', 'case')),
    CONSTRAINT session_bound CHECK (
        (kind = 'case' AND case_id > 0 AND account_id IS NULL)
        OR (kind <> 'case' AND case_id = 0 AND account_id IS NOT NULL))
) STRICT;
CREATE INDEX session_expires ON session (expires);
CREATE INDEX session_of ON session (account_id, id);

CREATE TABLE sign_in_attempt (
    key_hash TEXT NOT NULL,   -- keyed hash of kind and value
    failures INTEGER NOT NULL, -- in a row
    last_at  INTEGER NOT NULL, -- the newest failure
    until_at INTEGER NOT NULL, -- nothing is tried before
    CONSTRAINT sign_in_attempt_pk PRIMARY KEY (key_hash)
) STRICT;
CREATE INDEX sign_in_attempt_last ON sign_in_attempt (last_at);

CREATE TABLE special_cut (
    id INTEGER PRIMARY KEY, -- row number
    report_id INTEGER NOT NULL, -- which report
    request_id INTEGER NOT NULL, -- out of which request
    kind TEXT NOT NULL, -- word of enum special_cut_kind
    masked TEXT NOT NULL, -- what stood there, masked
    became TEXT NOT NULL, -- what stands there now
    CONSTRAINT special_cut_report FOREIGN KEY (report_id) REFERENCES special_report (id)
) STRICT;
CREATE INDEX special_cut_by_report ON special_cut (report_id, id);

CREATE TABLE special_kept (
    report_id INTEGER NOT NULL, -- which report
    words TEXT NOT NULL, -- as they stand in its text
    account_id INTEGER NOT NULL, -- who said so
    at INTEGER NOT NULL, -- when
    CONSTRAINT special_kept_pk PRIMARY KEY (report_id, words),
    CONSTRAINT special_kept_report FOREIGN KEY (report_id) REFERENCES special_report (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE special_report (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses
    division TEXT NOT NULL, -- whose report
    year INTEGER NOT NULL, -- of its number
    number INTEGER NOT NULL, -- within the year
    title TEXT NOT NULL, -- what it is about
    body TEXT NOT NULL, -- paragraphs
    addressee TEXT NOT NULL, -- to whom it is sent
    state TEXT NOT NULL, -- word of enum special_state
    instruction TEXT NOT NULL, -- 批示, '' none yet
    leader TEXT NOT NULL, -- office of who gave it
    instructed TEXT, -- day it was given
    org_id INTEGER NOT NULL, -- unit it was assigned to, 0 none
    result TEXT NOT NULL, -- what came of it, '' nothing yet
    account_id INTEGER NOT NULL, -- who began it
    made INTEGER NOT NULL, -- when
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT special_report_public_id UNIQUE (public_id),
    CONSTRAINT special_report_number UNIQUE (division, year, number),
    CONSTRAINT special_report_state CHECK (state IN ('selected', 'draft', 'reviewed', 'sent',
        'instructed', 'assigned', 'follow_up', 'result', 'closed')),
    CONSTRAINT special_report_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX special_report_by_division ON special_report (division, year, number);

CREATE TABLE special_source (
    id INTEGER PRIMARY KEY, -- row number
    report_id INTEGER NOT NULL, -- which report
    request_id INTEGER NOT NULL, -- which request
    CONSTRAINT special_source_once UNIQUE (report_id, request_id),
    CONSTRAINT special_source_report FOREIGN KEY (report_id) REFERENCES special_report (id)
) STRICT;

CREATE TABLE special_step (
    id INTEGER PRIMARY KEY, -- row number
    report_id INTEGER NOT NULL, -- whose step
    event TEXT NOT NULL, -- word of the flow's events
    to_state TEXT NOT NULL, -- state after it
    note TEXT NOT NULL, -- follow-up in words, '' nothing said
    account_id INTEGER NOT NULL, -- who
    at INTEGER NOT NULL, -- when
    CONSTRAINT special_step_report FOREIGN KEY (report_id) REFERENCES special_report (id)
) STRICT;
CREATE INDEX special_step_by_report ON special_step (report_id, id);

CREATE TABLE station (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses and codes
    code TEXT NOT NULL, -- stable key of imports
    name TEXT NOT NULL, -- in force today
    alias TEXT, -- the local word: 工作室, 活动室, 代表之家
    folded TEXT NOT NULL, -- name and alias as compared
    pinyin TEXT NOT NULL, -- sort key
    kind TEXT NOT NULL, -- word of enum station_kind
    rank TEXT NOT NULL, -- word of enum station_rank
    state TEXT NOT NULL, -- word of enum station_state
    centre_id INTEGER NOT NULL, -- of a point its centre, 0 none
    successor_id INTEGER NOT NULL, -- after a merger or closing, 0 none
    division TEXT NOT NULL, -- smallest division it lies in
    address TEXT NOT NULL, -- short address text
    phone TEXT, -- the station's published telephone
    hours TEXT, -- opening hours, "09:00-11:30,14:30-17:00 1-5"
    reception TEXT, -- rule of reception days, "monthly:15 09:00-11:00"
    valid_from TEXT, -- first day open
    valid_to TEXT, -- last day open
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT station_public_id UNIQUE (public_id),
    CONSTRAINT station_code UNIQUE (code),
    CONSTRAINT station_kind CHECK (kind IN ('fixed', 'mobile', 'cloud')),
    CONSTRAINT station_rank CHECK (rank IN ('centre', 'point')),
    CONSTRAINT station_state CHECK (state IN ('planned', 'built', 'open', 'suspended',
        'merged', 'closed')),
    CONSTRAINT station_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX station_by_centre ON station (centre_id);
CREATE INDEX station_by_division ON station (division, state);

CREATE TABLE station_audit (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- where
    division TEXT NOT NULL, -- of the station
    standard_id INTEGER NOT NULL, -- compared with
    day TEXT NOT NULL, -- when
    note TEXT, -- in general
    account_id INTEGER NOT NULL, -- who entered it
    made INTEGER NOT NULL, -- when it was entered
    idem TEXT, -- key of the form, against double entry
    CONSTRAINT station_audit_idem UNIQUE (idem),
    CONSTRAINT station_audit_station FOREIGN KEY (station_id) REFERENCES station (id),
    CONSTRAINT station_audit_standard FOREIGN KEY (standard_id) REFERENCES station_standard (id)
) STRICT;
CREATE INDEX station_audit_by ON station_audit (station_id, day, id);
CREATE INDEX station_audit_by_division ON station_audit (division, id);

CREATE TABLE station_change (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- where
    person_id INTEGER NOT NULL, -- row of station_person that changed
    deputy_id INTEGER NOT NULL, -- tenure of who is to know
    told INTEGER, -- when
    told_how TEXT, -- page or phone
    CONSTRAINT station_change_one UNIQUE (person_id, deputy_id),
    CONSTRAINT station_change_how CHECK (told_how IN ('page', 'phone')),
    CONSTRAINT station_change_person FOREIGN KEY (person_id) REFERENCES station_person (id)
) STRICT;
CREATE INDEX station_change_by ON station_change (station_id, told);

CREATE TABLE station_finding (
    id INTEGER PRIMARY KEY, -- row number
    audit_id INTEGER NOT NULL, -- found when
    item_id INTEGER NOT NULL, -- against which requirement
    words TEXT NOT NULL, -- what was found
    due TEXT NOT NULL, -- to be put right by
    fixed TEXT, -- put right on
    fixed_words TEXT, -- how
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT station_finding_audit FOREIGN KEY (audit_id) REFERENCES station_audit (id),
    CONSTRAINT station_finding_item FOREIGN KEY (item_id) REFERENCES station_item (id)
) STRICT;
CREATE INDEX station_finding_by ON station_finding (audit_id, id);

CREATE TABLE station_idle (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- which
    division TEXT NOT NULL, -- of the station
    since TEXT NOT NULL, -- day of the last record, or of opening
    told_station INTEGER NOT NULL, -- when the station was told
    told_area INTEGER, -- when township and office were told
    ended TEXT, -- day of the next record
    CONSTRAINT station_idle_one UNIQUE (station_id, since),
    CONSTRAINT station_idle_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX station_idle_open ON station_idle (division) WHERE ended IS NULL;

CREATE TABLE station_item (
    id INTEGER PRIMARY KEY, -- row number
    standard_id INTEGER NOT NULL, -- of which edition
    place INTEGER NOT NULL, -- 1, 2, 3 …
    words TEXT NOT NULL, -- what is asked
    fact TEXT NOT NULL, -- word of enum station_fact: which record answers it
    CONSTRAINT station_item_place UNIQUE (standard_id, place),
    CONSTRAINT station_item_fact CHECK (fact IN ('seen', 'hours', 'reception', 'roster',
        'told', 'deputies', 'register', 'plate', 'staff', 'tasks')),
    CONSTRAINT station_item_standard FOREIGN KEY (standard_id) REFERENCES station_standard (id)
) STRICT;

CREATE TABLE station_name (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- whose name
    name TEXT NOT NULL, -- as it was
    valid_to TEXT NOT NULL, -- last day
    CONSTRAINT station_name_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX station_name_by_station ON station_name (station_id);

CREATE TABLE station_person (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- where
    name TEXT NOT NULL, -- as made known at the station
    post TEXT NOT NULL, -- word of enum station_post
    valid_from TEXT, -- first day
    valid_to TEXT, -- last day; absent while in post
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT station_person_post CHECK (post IN ('head', 'liaison', 'informant', 'helper')),
    CONSTRAINT station_person_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX station_person_by ON station_person (station_id, id);

CREATE TABLE station_standard (
    id INTEGER PRIMARY KEY, -- row number
    division TEXT NOT NULL, -- for whose stations
    name TEXT NOT NULL, -- of all editions
    edition TEXT NOT NULL, -- "2.0"
    source TEXT, -- document it comes from
    valid_from TEXT NOT NULL, -- first day
    valid_to TEXT, -- last day; absent: in force
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT station_standard_edition UNIQUE (division, name, edition),
    CONSTRAINT station_standard_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;

CREATE TABLE station_step (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- whose step
    event TEXT NOT NULL, -- word of the flow's events
    from_state TEXT NOT NULL, -- word of enum station_state
    to_state TEXT NOT NULL, -- word of enum station_state
    note TEXT, -- why
    successor_id INTEGER NOT NULL, -- station that takes over, 0 none
    account_id INTEGER NOT NULL, -- who entered it, 0 the program
    at INTEGER NOT NULL, -- when
    CONSTRAINT station_step_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX station_step_by_station ON station_step (station_id, id);

CREATE TABLE station_task (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- where
    name TEXT NOT NULL, -- what is to be done
    action TEXT, -- how and when
    lead TEXT, -- word of enum station_lead: deputy or staff; absent: nobody
    lead_id INTEGER NOT NULL, -- tenure or station_person, 0 nobody: a gap
    helpers TEXT, -- names of those who help
    version INTEGER NOT NULL, standard TEXT, post TEXT, -- grows by one with every change
    CONSTRAINT station_task_lead CHECK (lead IN ('deputy', 'staff')),
    CONSTRAINT station_task_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX station_task_by ON station_task (station_id, id);

CREATE TABLE station_words (
    station_id INTEGER NOT NULL, -- which station
    intro TEXT NOT NULL, -- what it is
    rules TEXT NOT NULL, -- how it receives; empty: the usual words
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT station_words_pk PRIMARY KEY (station_id),
    CONSTRAINT station_words_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;

CREATE TABLE stats_ask (
    id INTEGER PRIMARY KEY, -- never shown
    public_id TEXT NOT NULL,         -- in addresses
    title TEXT NOT NULL,             -- what it is for
    note TEXT,                       -- what to look at
    division TEXT NOT NULL,          -- whose office asks
    day_from TEXT NOT NULL,          -- first day counted
    day_to TEXT NOT NULL,            -- last day counted
    due TEXT NOT NULL,               -- last day to confirm
    made_at INTEGER NOT NULL,         -- when it was asked
    made_by INTEGER NOT NULL,         -- account
    finished_at INTEGER,              -- when the sheet was closed
    version INTEGER NOT NULL,         -- grows with each change
    CONSTRAINT stats_ask_public UNIQUE (public_id)
) STRICT;
CREATE INDEX stats_ask_division ON stats_ask (division, id);

CREATE TABLE stats_ask_cell (
    ask_id INTEGER NOT NULL,          -- the request
    division TEXT NOT NULL,          -- the place
    measure TEXT NOT NULL,           -- the row
    value INTEGER NOT NULL,           -- quantity, or numerator
    base INTEGER NOT NULL,            -- denominator of a rate; 0 otherwise
    silent INTEGER NOT NULL,          -- those who did not answer
    records INTEGER NOT NULL,         -- bookings behind it
    CONSTRAINT stats_ask_cell_pk PRIMARY KEY (ask_id, division, measure),
    CONSTRAINT stats_ask_cell_place FOREIGN KEY (ask_id, division)
        REFERENCES stats_ask_place (ask_id, division)
) STRICT, WITHOUT ROWID;

CREATE TABLE stats_ask_place (
    ask_id INTEGER NOT NULL,          -- the request
    division TEXT NOT NULL,          -- who confirms
    confirmed_at INTEGER,             -- when; the cut-off of its figures
    confirmed_by INTEGER NOT NULL,    -- account; 0: nobody yet
    confirmer TEXT,                  -- published name of who confirmed
    note TEXT,                       -- what the place wants known
    version INTEGER NOT NULL,         -- grows with each change
    CONSTRAINT stats_ask_place_pk PRIMARY KEY (ask_id, division),
    CONSTRAINT stats_ask_place_ask FOREIGN KEY (ask_id) REFERENCES stats_ask (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stats_ask_place_division ON stats_ask_place (division, ask_id);

CREATE TABLE stats_ask_row (
    ask_id INTEGER NOT NULL,          -- the request
    place INTEGER NOT NULL,           -- order on the sheet
    measure TEXT NOT NULL,           -- code of a measure or indicator
    CONSTRAINT stats_ask_row_pk PRIMARY KEY (ask_id, place),
    CONSTRAINT stats_ask_row_once UNIQUE (ask_id, measure),
    CONSTRAINT stats_ask_row_ask FOREIGN KEY (ask_id) REFERENCES stats_ask (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE talk_head (
    id INTEGER PRIMARY KEY, -- row number
    division TEXT NOT NULL, -- whose office
    account_id INTEGER NOT NULL, -- who
    from_at INTEGER NOT NULL, -- since when
    to_at INTEGER, -- until when
    CONSTRAINT talk_head_division FOREIGN KEY (division) REFERENCES division (code),
    CONSTRAINT talk_head_account FOREIGN KEY (account_id) REFERENCES account (id)
) STRICT;
CREATE INDEX talk_head_by_division ON talk_head (division, to_at);

CREATE TABLE talk_note (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses; the sealed text is bound to it
    division TEXT NOT NULL, -- whose office keeps it
    day TEXT NOT NULL, -- of the talk
    person_id INTEGER NOT NULL, -- who wrote it
    other_id INTEGER NOT NULL, -- with whom
    body_sealed BLOB NOT NULL, -- what was said, sealed
    made INTEGER NOT NULL, -- when
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT talk_note_public_id UNIQUE (public_id),
    CONSTRAINT talk_note_two CHECK (person_id <> other_id),
    CONSTRAINT talk_note_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT talk_note_other FOREIGN KEY (other_id) REFERENCES person (id)
) STRICT;
CREATE INDEX talk_note_by_division ON talk_note (division, id);
CREATE INDEX talk_note_by_other ON talk_note (other_id, id);
CREATE INDEX talk_note_by_person ON talk_note (person_id, id);

CREATE TABLE tenure (
    id INTEGER PRIMARY KEY, -- row number
    code TEXT NOT NULL, -- stable key of imports
    public_id TEXT NOT NULL, -- random, in addresses
    person_id INTEGER NOT NULL, -- who
    congress_id INTEGER NOT NULL, -- in which congress
    constituency TEXT NOT NULL, -- constituency or electoral unit, in words
    division TEXT NOT NULL, -- electoral area
    office_holding INTEGER NOT NULL, -- 1: holds a post in party or state organs
    post TEXT NOT NULL, -- occupation and post, as published
    state TEXT NOT NULL, -- word of enum tenure_state
    end_cause TEXT, -- word of the causes of suspension or end
    valid_from TEXT, -- day of the election or of the credentials
    valid_to TEXT, -- last day in office
    station_id INTEGER NOT NULL, -- main station, 0 none
    group_code TEXT, -- place kept for deputies' groups
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT tenure_code UNIQUE (code),
    CONSTRAINT tenure_public_id UNIQUE (public_id),
    CONSTRAINT tenure_state CHECK (state IN ('elected', 'qualified', 'active', 'suspended',
        'ended')),
    CONSTRAINT tenure_office_holding CHECK (office_holding IN (0, 1)),
    CONSTRAINT tenure_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT tenure_congress FOREIGN KEY (congress_id) REFERENCES congress (id),
    CONSTRAINT tenure_division FOREIGN KEY (division) REFERENCES division (code)
) STRICT;
CREATE INDEX tenure_by_congress ON tenure (congress_id, state);
CREATE INDEX tenure_by_division ON tenure (division, state);
CREATE INDEX tenure_by_person ON tenure (person_id);
CREATE INDEX tenure_by_station ON tenure (station_id, state);

CREATE TABLE tenure_step (
    id INTEGER PRIMARY KEY, -- row number
    tenure_id INTEGER NOT NULL, -- whose step
    event TEXT NOT NULL, -- word of the flow's events
    from_state TEXT NOT NULL, -- word of enum tenure_state
    to_state TEXT NOT NULL, -- word of enum tenure_state
    cause TEXT, -- cause of suspension or end
    note TEXT, -- decision and announcement
    day TEXT NOT NULL, -- the day from which it holds
    account_id INTEGER NOT NULL, -- who entered it, 0 the program
    at INTEGER NOT NULL, -- when it was entered
    CONSTRAINT tenure_step_tenure FOREIGN KEY (tenure_id) REFERENCES tenure (id)
) STRICT;
CREATE INDEX tenure_step_by_tenure ON tenure_step (tenure_id, id);

CREATE TABLE visit (
    id INTEGER PRIMARY KEY, -- row number
    station_id INTEGER NOT NULL, -- where
    division TEXT NOT NULL, -- of the station that day
    day TEXT NOT NULL, -- local day
    persons INTEGER NOT NULL, -- how many came
    deputy_id INTEGER NOT NULL, -- tenure of who received them, 0 nobody
    request_id INTEGER NOT NULL, -- what came of it, 0 nothing
    summary TEXT NOT NULL, -- what it was about; no names
    account_id INTEGER NOT NULL, -- who entered it
    made INTEGER NOT NULL, -- when
    idem TEXT, -- key of the form, against double entry
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT visit_persons CHECK (persons > 0),
    CONSTRAINT visit_idem UNIQUE (idem),
    CONSTRAINT visit_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX visit_by_request ON visit (request_id);
CREATE INDEX visit_by_station ON visit (station_id, day, id);

CREATE TABLE visit_door (
    station_id INTEGER NOT NULL CONSTRAINT visit_door_once PRIMARY KEY, -- which station
    token TEXT NOT NULL CONSTRAINT visit_door_token UNIQUE, -- letters in the address /v/{token}
    opened INTEGER NOT NULL, -- since when
    account_id INTEGER NOT NULL, -- who switched it on
    CONSTRAINT visit_door_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;

CREATE TABLE visit_self (
    id INTEGER PRIMARY KEY, -- row number
    uid TEXT NOT NULL, -- random row uid
    station_id INTEGER NOT NULL, -- where
    day TEXT NOT NULL, -- local day
    persons INTEGER NOT NULL, -- how many came together
    name_sealed BLOB, -- of who wrote it; gone after the term
    phone_sealed BLOB, -- absent when none was given; gone after the term
    matter_sealed BLOB, -- in the visitor's words; gone after the term
    entry_index TEXT NOT NULL, -- blind index of name, phone and matter
    state TEXT NOT NULL CONSTRAINT visit_self_state
        CHECK (state IN ('waiting', 'confirmed', 'dropped')), -- dropped: nobody came
    visit_id INTEGER NOT NULL, -- the visit made of it, 0 none
    made INTEGER NOT NULL, -- when
    idem TEXT NOT NULL CONSTRAINT visit_self_idem UNIQUE, -- key of the form
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT visit_self_once UNIQUE (station_id, day, entry_index),
    CONSTRAINT visit_self_persons CHECK (persons > 0),
    CONSTRAINT visit_self_station FOREIGN KEY (station_id) REFERENCES station (id)
) STRICT;
CREATE INDEX visit_self_by_made ON visit_self (made);
CREATE INDEX visit_self_by_state ON visit_self (station_id, state, id);
CREATE INDEX visit_self_by_visit ON visit_self (visit_id);

CREATE TABLE visit_team (
    id INTEGER PRIMARY KEY, -- row number
    public_id TEXT NOT NULL, -- random, in addresses
    division TEXT NOT NULL, -- whose office puts it together
    place TEXT NOT NULL, -- division visited
    day TEXT NOT NULL, -- of the visit
    purpose TEXT NOT NULL, -- in words
    state TEXT NOT NULL, -- word of enum team_state
    note TEXT, -- why it was cancelled
    version INTEGER NOT NULL, -- grows by one with every change
    CONSTRAINT visit_team_public_id UNIQUE (public_id),
    CONSTRAINT visit_team_state CHECK (state IN ('planned', 'confirmed', 'done', 'cancelled')),
    CONSTRAINT visit_team_division FOREIGN KEY (division) REFERENCES division (code),
    CONSTRAINT visit_team_place FOREIGN KEY (place) REFERENCES division (code)
) STRICT;
CREATE INDEX visit_team_by_day ON visit_team (day, state);
CREATE INDEX visit_team_by_division ON visit_team (division, day);

CREATE TABLE visit_team_member (
    id INTEGER PRIMARY KEY, -- row number
    team_id INTEGER NOT NULL, -- which team
    role TEXT NOT NULL, -- word of enum team_role
    person_id INTEGER NOT NULL, -- of a deputy, 0 for staff
    tenure_id INTEGER NOT NULL, -- seat of a deputy, 0 for staff
    name TEXT NOT NULL, -- published name
    folded TEXT NOT NULL, -- name and post as compared
    post TEXT NOT NULL, -- of staff
    CONSTRAINT visit_team_member_role CHECK (role IN ('lead', 'officer', 'deputy', 'escort')),
    CONSTRAINT visit_team_member_team FOREIGN KEY (team_id) REFERENCES visit_team (id)
) STRICT;
CREATE INDEX visit_team_member_by_folded ON visit_team_member (folded);
CREATE INDEX visit_team_member_by_person ON visit_team_member (person_id);
CREATE INDEX visit_team_member_by_team ON visit_team_member (team_id);
