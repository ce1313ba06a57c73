-- Regions of a level go on after one of them: by name, and by key where two have one.
CREATE INDEX region_of_level_by_name ON region (level, folded(name), ars);
DROP INDEX region_level;
