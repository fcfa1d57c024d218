-- A division whose parent has another code lies below its parent and no longer in what its code says.
ALTER TABLE division_range ADD COLUMN sign BIGINT NOT NULL DEFAULT 1
    CONSTRAINT division_range_sign CHECK (sign IN (-1, 1)); -- 1: belongs to the division besides; -1: has left it
