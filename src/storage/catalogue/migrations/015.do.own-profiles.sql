-- Customers' own QC profiles (src/domain/quality/own-profile.ts). Built-in ones are code.
CREATE TABLE qc_profiles (
  id       text NOT NULL,
  version  integer NOT NULL,
  state    text NOT NULL,
  -- of the profile: grows with every change of any of its versions
  revision integer NOT NULL,
  profile  json NOT NULL, -- a Profile (src/domain/quality/profile.ts)
  base     json NOT NULL, -- the Profile that it is a copy of
  document text NOT NULL,
  history  json NOT NULL, -- a list of ProfileStep
  PRIMARY KEY (id, version),
  CHECK (state IN ('draft', 'proposed', 'published', 'retired'))
);
CREATE UNIQUE INDEX qc_profiles_one_draft ON qc_profiles (id) WHERE state IN ('draft', 'proposed');

CREATE FUNCTION keep_published_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'version % of QC profile % is published: it stays', OLD.version, OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.id, NEW.version, NEW.document, NEW.profile::text, NEW.base::text)
      IS DISTINCT FROM (OLD.id, OLD.version, OLD.document, OLD.profile::text, OLD.base::text)
    OR NEW.state NOT IN ('published', 'retired') THEN
    RAISE EXCEPTION 'version % of QC profile % is published: it does not change', OLD.version, OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- reports name the version that they were judged by
CREATE TRIGGER published_stays BEFORE UPDATE OR DELETE ON qc_profiles
  FOR EACH ROW WHEN (OLD.state IN ('published', 'retired'))
  EXECUTE FUNCTION keep_published_profile();

-- ban-drop-not-null: an entry about a profile is of no video; the release before hands entries out as they are
ALTER TABLE audit_log ALTER COLUMN video_id DROP NOT NULL;
