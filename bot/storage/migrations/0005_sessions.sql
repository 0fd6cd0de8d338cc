-- A person's conversations are looked up at each door of a menu, and by the hourly search for people of whom
-- nothing is left: without an index that search reads the whole table once per person.
CREATE INDEX flow_session_person ON flow_session (person_id);
