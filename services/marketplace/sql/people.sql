-- name: lock_member
-- row: str
-- The state of an account, held until the transaction ends.
SELECT state FROM member WHERE actor_id = $1 FOR UPDATE;

-- name: lock_registrations
-- row: bool
-- One after the other: handles are taken once, and nobody registers twice at the same time.
SELECT true FROM (SELECT pg_advisory_xact_lock(hashtextextended('registration', 0))) AS held;

-- name: actor_exists
-- row: bool
SELECT EXISTS (SELECT FROM actor WHERE id = $1);

-- name: handle_taken
-- row: bool
SELECT EXISTS (SELECT FROM actor WHERE handle = $1);

-- name: newest_texts
-- row: ConsentTextRow
-- The wording of each purpose that holds on a day.
SELECT DISTINCT ON (purpose) purpose, version, text, valid_from, is_required
FROM consent_text WHERE valid_from <= $1::date ORDER BY purpose, valid_from DESC, version DESC;

-- name: consents_of
-- row: ConsentRow
SELECT purpose, granted, text_version, changed_at FROM current_consent WHERE actor_id = $1 ORDER BY purpose;

-- name: make_actor
-- row: none
INSERT INTO actor (id, kind, handle, display_name, sector, region_ars) VALUES ($1, $2, $3, $4, $5, $6);

-- name: set_actor_topics
-- row: none
INSERT INTO actor_topic (actor_id, topic_slug) SELECT $1, slug FROM unnest($2::text[]) AS slug ON CONFLICT DO NOTHING;

-- name: make_member
-- row: none
INSERT INTO member (actor_id, state, member_since) VALUES ($1, 'ACTIVE', $2);

-- name: make_account
-- row: none
INSERT INTO account (actor_id, email, registered_at) VALUES ($1, $2, $3)
ON CONFLICT (actor_id) DO UPDATE SET email = excluded.email;

-- name: emails_of_members
-- row: EmailRow
-- For oneself, and for whom the member writes with: a conversation begins with an accepted request for contact.
SELECT a.actor_id AS id, a.email FROM account a
WHERE a.actor_id = ANY ($1::text[]) AND a.email IS NOT NULL
  AND $2::text IS NOT NULL AND (a.actor_id = $2 OR is_contact(a.actor_id, $2));

-- name: write_consent
-- row: none
INSERT INTO consent (actor_id, purpose, granted, text_version, changed_at) VALUES ($1, $2, $3, $4, $5);

-- name: pause_profile
-- row: str
UPDATE profile SET status = 'PAUSED', updated_at = $2 WHERE owner_id = $1 AND status = 'PUBLISHED' RETURNING id;

-- name: make_organisation
-- row: none
INSERT INTO organisation (actor_id, legal_name, legal_form, is_non_profit, website) VALUES ($1, $2, $3, $4, $5);

-- name: caused_by
-- row: str
-- For the rest of the transaction: who caused what its triggers tell, and when. A machine that is nobody is written as 'staff'.
SELECT concat(set_config('civic.caused_by', coalesce($1::text, 'staff'), true), ' ',
              set_config('civic.told_at', ($2::timestamptz)::text, true));

-- name: told_at
-- row: str
-- For the rest of the transaction: when what its triggers tell happened.
SELECT set_config('civic.told_at', ($1::timestamptz)::text, true);

-- name: lock_organisation
-- row: str
SELECT actor_id FROM organisation WHERE actor_id = $1 FOR UPDATE;

-- name: membership_role
-- row: MandateRow
SELECT role, verified FROM organisation_membership WHERE organisation_id = $1 AND member_id = $2;

-- name: acted_for_by
-- row: IdRow
SELECT organisation_id AS id FROM organisation_membership
WHERE member_id = $2 AND organisation_id = ANY ($1::text[]) AND role = 'ADMIN' AND verified;

-- name: other_administrators
-- row: int
SELECT count(*)::int FROM organisation_membership
WHERE organisation_id = $1 AND member_id <> $2 AND role = 'ADMIN' AND verified;

-- name: save_membership
-- row: none
-- Whoever becomes administrator is verified by who made them so, who is verified; a former one stays as it was.
INSERT INTO organisation_membership (organisation_id, member_id, role, verified) VALUES ($1, $2, $3, $4)
ON CONFLICT (organisation_id, member_id) DO UPDATE SET role = excluded.role, verified = excluded.verified;

-- name: drop_membership
-- row: none
DELETE FROM organisation_membership WHERE organisation_id = $1 AND member_id = $2;

-- name: verify_membership
-- row: none
UPDATE organisation_membership SET verified = $3 WHERE organisation_id = $1 AND member_id = $2;

-- name: following_exists
-- row: bool
-- What can be followed and is to be seen: ideas that go on or are kept (rules/idea_life: "follow"), programmes, documents of the
-- ministries, profiles' owners.
SELECT EXISTS (SELECT FROM idea i WHERE i.id = $1 AND i.status NOT IN ('WITHDRAWN', 'HIDDEN_BY_MODERATION')
    AND may_see_idea(i.id, i.status, $2, $3))
  OR EXISTS (SELECT FROM catalogue_entry c WHERE c.entity_id = $1)
  OR EXISTS (SELECT FROM programme_ref p WHERE p.slug = $1)
  OR EXISTS (SELECT FROM topic t WHERE t.slug = $1)
  OR EXISTS (SELECT FROM actor a WHERE a.id = $1 AND is_present(a.id));

-- name: follow_it
-- row: none
INSERT INTO follow (actor_id, subject_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: unfollow_it
-- row: none
DELETE FROM follow WHERE actor_id = $1 AND subject_id = $2;

-- name: offer_exists
-- row: bool
SELECT EXISTS (SELECT FROM catalogue_entry WHERE entity_id = $1 AND category = 'SUPPORT_OFFER');

-- name: bookmark_it
-- row: none
INSERT INTO bookmark (actor_id, offer_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: unbookmark_it
-- row: none
DELETE FROM bookmark WHERE actor_id = $1 AND offer_id = $2;

-- name: former_member
-- row: FormerRow
-- The place-holder of a number of the old community, held until the transaction ends.
SELECT m.actor_id AS id, m.state, m.member_since, a.display_name FROM member m JOIN actor a ON a.id = m.actor_id
WHERE m.cip_member_number = $1 FOR UPDATE OF m;

-- name: replace_invitations
-- row: none
UPDATE membership_invitation SET state = 'REPLACED' WHERE cip_member_number = $1 AND state = 'OPEN';

-- name: make_invitation
-- row: none
INSERT INTO membership_invitation (token_hash, cip_member_number, invited_at, expires_at, state)
VALUES ($1, $2, $3, $4, 'OPEN');

-- name: invitation
-- row: InvitationRow
SELECT i.token_hash, i.cip_member_number, i.expires_at, i.state, i.claimed_by, m.actor_id AS former_id, a.display_name,
  m.member_since
FROM membership_invitation i
  LEFT JOIN member m ON m.cip_member_number = i.cip_member_number LEFT JOIN actor a ON a.id = m.actor_id
WHERE i.token_hash = $1;

-- name: lock_invitation
-- row: str
SELECT state FROM membership_invitation WHERE token_hash = $1 FOR UPDATE;

-- name: ideas_of_former
-- row: int
SELECT count(*)::int FROM idea_team WHERE actor_id = $1 AND role = 'OWNER';

-- name: close_invitation
-- row: none
UPDATE membership_invitation SET state = $2, claimed_by = $3 WHERE token_hash = $1;

-- name: wrong_tokens_since
-- row: int
SELECT count(*)::int FROM wrong_token WHERE actor_id = $1 AND at > $2;

-- name: note_wrong_token
-- row: none
INSERT INTO wrong_token (actor_id, at) VALUES ($1, $2);

-- name: number_of
-- row: str
SELECT cip_member_number FROM member WHERE actor_id = $1;

-- name: set_number
-- row: none
UPDATE member SET cip_member_number = $2, member_since = least(member_since, $3::date) WHERE actor_id = $1;

-- name: clear_number
-- row: none
UPDATE member SET cip_member_number = NULL WHERE actor_id = $1;

-- name: team_to_new
-- row: none
UPDATE idea_team t SET actor_id = $2 WHERE t.actor_id = $1
  AND NOT EXISTS (SELECT FROM idea_team other WHERE other.idea_id = t.idea_id AND other.actor_id = $2);

-- name: team_rest
-- row: none
DELETE FROM idea_team WHERE actor_id = $1;

-- name: author_to_new
-- row: none
UPDATE idea SET author_id = $2 WHERE author_id = $1;

-- name: follows_to_new
-- row: none
INSERT INTO follow (actor_id, subject_id, since) SELECT $2, subject_id, since FROM follow WHERE actor_id = $1
ON CONFLICT DO NOTHING;

-- name: follows_rest
-- row: none
DELETE FROM follow WHERE actor_id = $1;

-- name: supports_to_new
-- row: none
INSERT INTO idea_support (idea_id, actor_id, since) SELECT idea_id, $2, since FROM idea_support WHERE actor_id = $1
ON CONFLICT DO NOTHING;

-- name: supports_rest
-- row: none
DELETE FROM idea_support WHERE actor_id = $1;

-- name: make_alias
-- row: none
INSERT INTO actor_alias (old_id, new_id) VALUES ($1, $2) ON CONFLICT (old_id) DO UPDATE SET new_id = excluded.new_id;

-- name: aliases
-- row: AliasRow
SELECT old_id AS id, new_id FROM actor_alias WHERE old_id = ANY ($1::text[]);

-- name: to_ghost
-- row: none
UPDATE member SET state = 'GHOST' WHERE actor_id = $1 AND state = 'UNCLAIMED';

-- name: expire_invitations
-- row: ExpiredInvitationRow
UPDATE membership_invitation SET state = 'EXPIRED' WHERE state = 'OPEN' AND expires_at < $1
RETURNING cip_member_number;

-- name: migration_numbers
-- row: MigrationRow
SELECT count(*) FILTER (WHERE state <> 'REPLACED')::int AS invited, count(*) FILTER (WHERE state = 'ACCEPTED')::int AS migrated,
  count(*) FILTER (WHERE state = 'DECLINED')::int AS declined, count(*) FILTER (WHERE state = 'OPEN' AND expires_at >= $1)::int AS pending,
  count(*) FILTER (WHERE state = 'EXPIRED' OR (state = 'OPEN' AND expires_at < $1))::int AS expired
FROM membership_invitation;

-- name: bookmarks_of
-- row: CardRow
-- order: NEWEST moment b.since
-- order: DEADLINE moment coalesce(c.apply_until, '9999-12-31T00:00Z'::timestamptz)
-- order: TITLE text c.title ->> 'de'
SELECT c.entity_id AS id, c.type_name, c.programme_slug, c.kind, s.shown AS status, c.title, c.summary, c.topics AS topic_slugs,
  c.audiences, c.apply_until, c.url, 0 AS place, coalesce(c.apply_until, '9999-12-31T00:00Z') AS deadline
FROM bookmark b JOIN catalogue_entry c ON c.entity_id = b.offer_id JOIN entries_at($2) s ON s.entity_id = c.entity_id
WHERE b.actor_id = $1 AND c.category = 'SUPPORT_OFFER' AND {within moment? $3 $4 c.apply_until}
  AND {after b.offer_id $5 $6}
ORDER BY {order b.offer_id} LIMIT $7;

-- name: bookmark_place
-- row: place
-- order: NEWEST moment b.since
-- order: DEADLINE moment coalesce(c.apply_until, '9999-12-31T00:00Z'::timestamptz)
-- order: TITLE text c.title ->> 'de'
SELECT {by} FROM bookmark b JOIN catalogue_entry c ON c.entity_id = b.offer_id WHERE b.actor_id = $1 AND b.offer_id = $2;

-- name: cards_by_ids
-- row: CardRow
SELECT c.entity_id AS id, c.type_name, c.programme_slug, c.kind, s.shown AS status, c.title, c.summary, c.topics AS topic_slugs,
  c.audiences, c.apply_until, c.url, 0 AS place, coalesce(c.apply_until, '9999-12-31T00:00Z') AS deadline
FROM catalogue_entry c JOIN entries_at($2) s ON s.entity_id = c.entity_id
WHERE c.entity_id = ANY ($1::text[]) AND c.category = 'SUPPORT_OFFER';

-- name: mandates_to_new
-- row: none
INSERT INTO organisation_membership (organisation_id, member_id, role, verified)
SELECT organisation_id, $2, role, verified FROM organisation_membership WHERE member_id = $1 ON CONFLICT DO NOTHING;

-- name: mandates_rest
-- row: none
DELETE FROM organisation_membership WHERE member_id = $1;

-- name: votes_to_new
-- row: none
INSERT INTO challenge_vote (challenge_id, member_id, voted_at) SELECT challenge_id, $2, voted_at FROM challenge_vote
WHERE member_id = $1 ON CONFLICT DO NOTHING;

-- name: votes_rest
-- row: none
DELETE FROM challenge_vote WHERE member_id = $1;

-- name: drop_place_holder
-- row: none
-- The actor stays: versions of ideas were written by it. Its id leads on to who it is now.
DELETE FROM member WHERE actor_id = $1 AND state = 'UNCLAIMED';
