-- in no transaction
-- What one person did, whatever the name was on the day: 'person:', the id, a space, the name.

DROP INDEX CONCURRENTLY IF EXISTS audit_log_of_person;
CREATE INDEX CONCURRENTLY audit_log_of_person ON audit_log (split_part(actor, ' ', 1), id)
  WHERE actor LIKE 'person:%';
