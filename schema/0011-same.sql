-- Who says that theirs is the same matter as another request.

-- A reporter saw a request that seemed the same before sending, and said so.  The station decides.
CREATE TABLE request_same (
    request_id BIGINT NOT NULL, -- what the reporter sent
    twin_id    BIGINT NOT NULL, -- the request that the reporter says is the same
    CONSTRAINT request_same_pk PRIMARY KEY (request_id),
    CONSTRAINT request_same_request FOREIGN KEY (request_id) REFERENCES request (id),
    CONSTRAINT request_same_twin FOREIGN KEY (twin_id) REFERENCES request (id)
);
CREATE INDEX request_same_by_twin ON request_same (twin_id);
