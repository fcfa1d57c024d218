-- A reception day from its plan to the file: called off with a reason, held, recorded, filed; the
-- station in its own words; a task's requirement and post.
ALTER TABLE duty ADD COLUMN cancelled BIGINT; -- when it was called off
ALTER TABLE duty ADD COLUMN reason TEXT; -- why, or "@rule", "@station", "@calendar" from the program
ALTER TABLE duty ADD COLUMN held BIGINT; -- said by the desk where the register has no line
ALTER TABLE duty ADD COLUMN recorded BIGINT; -- when its record was made
ALTER TABLE duty ADD COLUMN record TEXT; -- what was talked about and what follows; no names
ALTER TABLE duty ADD COLUMN filed BIGINT; -- when it was put on file

ALTER TABLE station_task ADD COLUMN standard TEXT; -- words of the requirement it answers
ALTER TABLE station_task ADD COLUMN post TEXT; -- word of enum station_post; absent: of no post

-- What a station says about itself on its page for anyone.
CREATE TABLE station_words (
    station_id BIGINT NOT NULL, -- which station
    intro TEXT NOT NULL, -- what it is
    rules TEXT NOT NULL, -- how it receives; empty: the usual words
    version BIGINT NOT NULL, -- grows by one with every change
    CONSTRAINT station_words_pk PRIMARY KEY (station_id),
    CONSTRAINT station_words_station FOREIGN KEY (station_id) REFERENCES station (id)
);
