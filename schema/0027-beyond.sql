-- An activity also stands in the lists of other townships and counties that it covered.
ALTER TABLE activity_area ADD COLUMN county TEXT; -- of the place, where not the activity's own
ALTER TABLE activity_area ADD COLUMN town TEXT; -- likewise, its township
UPDATE activity_area SET county = substr(division, 1, 6) || '000000'
 WHERE substr(division, 1, 6) || '000000' <>
       (SELECT a.county FROM activity AS a WHERE a.id = activity_area.activity_id);
UPDATE activity_area SET town = substr(division, 1, 9) || '000'
 WHERE substr(division, 1, 9) || '000' <>
       (SELECT a.town FROM activity AS a WHERE a.id = activity_area.activity_id);
CREATE INDEX activity_area_by_county ON activity_area (county, activity_id)
 WHERE county IS NOT NULL;
CREATE INDEX activity_area_by_town ON activity_area (town, activity_id) WHERE town IS NOT NULL;
