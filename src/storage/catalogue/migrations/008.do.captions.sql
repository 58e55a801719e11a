-- Kinds of captions that the file has, or 'none'; null = not asked when the file was read. For filters.
ALTER TABLE videos ADD captions text[];
