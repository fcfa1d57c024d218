-- use: feature/bulletin/bulletin_session.h

-- session_put: count (congress_id int, body session_body, number int, opened date,
--     closed date, account_id int, made instant)
INSERT INTO congress_session (congress_id, body, number, opened, closed, account_id, made)
VALUES (:congress_id, :body, :number, :opened, :closed, :account_id, :made)
    ON CONFLICT (congress_id, body, number)
    DO UPDATE SET opened = excluded.opened, closed = excluded.closed,
       account_id = excluded.account_id, made = excluded.made;

-- session_list: many bulletin_session (congress_id int)
SELECT id, congress_id, body, number, opened, closed
  FROM congress_session
 WHERE congress_id = :congress_id
 ORDER BY opened DESC, id DESC
 LIMIT 200;
