-- How many seats an event has in all; null: as many as come. seats_free counts those of them that are free.
ALTER TABLE community_event ADD capacity integer CHECK (capacity > 0);
UPDATE community_event SET capacity = seats_free WHERE seats_free > 0;
