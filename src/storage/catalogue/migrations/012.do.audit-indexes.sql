-- in no transaction
-- The log is read from a time on, and by who did what, in the order of ids. The id that a time leads to is
-- looked up, which the summary of blocks (BRIN) is too coarse for.
DROP INDEX CONCURRENTLY IF EXISTS audit_log_at;
CREATE INDEX CONCURRENTLY audit_log_at ON audit_log (at);
DROP INDEX CONCURRENTLY IF EXISTS audit_log_of_actor;
CREATE INDEX CONCURRENTLY audit_log_of_actor ON audit_log (actor, id);
DROP INDEX CONCURRENTLY IF EXISTS audit_log_of_action;
CREATE INDEX CONCURRENTLY audit_log_of_action ON audit_log (action, id);
DROP INDEX CONCURRENTLY IF EXISTS audit_log_by_time;
