-- Words of a special report that look like somebody's name and may stand, as an editor said.
CREATE TABLE special_kept (
    report_id BIGINT NOT NULL, -- which report
    words TEXT NOT NULL, -- as they stand in its text
    account_id BIGINT NOT NULL, -- who said so
    at BIGINT NOT NULL, -- when
    CONSTRAINT special_kept_pk PRIMARY KEY (report_id, words),
    CONSTRAINT special_kept_report FOREIGN KEY (report_id) REFERENCES special_report (id)
);
