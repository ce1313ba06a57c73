-- What is an organisation's is its verified administrators', too: the copy of who acts for whom (acts_for) says who they are.

-- Whether the viewer is the actor, or acts for it; null (as for nobody) is no.
CREATE FUNCTION acts_as(viewer text, actor text) RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN viewer = actor OR EXISTS (SELECT FROM acts_for WHERE member_id = viewer AND organisation_id = actor);

CREATE OR REPLACE FUNCTION may_see(status text, publisher_id text, sees_all boolean, viewer_id text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN status IN ('PUBLISHED', 'DEPRECATED') OR sees_all OR coalesce(acts_as(viewer_id, publisher_id), false);

CREATE OR REPLACE FUNCTION may_see_project(stage text, applicant_id text, sees_all boolean, viewer_id text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN stage_is_public(stage) OR sees_all OR coalesce(acts_as(viewer_id, applicant_id), false);
