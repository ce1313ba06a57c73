-- A profile as lists and results show it, as idea_card is of ideas.
CREATE VIEW profile_card AS
  SELECT id, owner_id, status, visibility, headline, about, language, offers, seeks, availability_hours_per_month,
    published_at, coalesce(published_at, updated_at) AS newest
  FROM profile;
