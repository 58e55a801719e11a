-- in no transaction
CREATE INDEX CONCURRENTLY videos_captions ON videos USING gin (captions) WHERE captions IS NOT NULL;
