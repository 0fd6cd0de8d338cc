-- Nothing ever set these: everybody reads Russian here, and nobody is kept from being written to.
ALTER TABLE person DROP COLUMN lang;
ALTER TABLE person DROP COLUMN frozen;
