-- The log of plates and codes of an area, newest first.
CREATE INDEX plate_code_by_division ON plate_code (division, id);
