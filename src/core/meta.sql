-- use: core/meta.h

-- meta_get: maybe meta_row (name text)
SELECT value FROM meta WHERE name = :name;

-- meta_put: count (name text, value text)
INSERT INTO meta (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;
