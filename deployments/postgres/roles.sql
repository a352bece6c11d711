-- Two databases and three roles, each with no more than it needs. Run once as PostgreSQL's administrator:
--   psql --set=owner_password=… --set=watch_password=… --set=prefect_password=… --file=roles.sql
-- ofsted_watch_owner   owns our tables: migrates, restores, backs up
-- ofsted_watch         what runs every day: reads and writes rows, can change no table
-- prefect              Prefect's server, in a database of its own
\set ON_ERROR_STOP on

CREATE ROLE ofsted_watch_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ofsted_watch LOGIN PASSWORD :'watch_password';
CREATE ROLE prefect LOGIN PASSWORD :'prefect_password';

CREATE DATABASE ofsted_watch OWNER ofsted_watch_owner TEMPLATE template0 ENCODING 'UTF8';
CREATE DATABASE prefect OWNER prefect TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE ofsted_watch, prefect FROM PUBLIC;
GRANT CONNECT ON DATABASE ofsted_watch TO ofsted_watch;

\connect ofsted_watch
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO ofsted_watch_owner;
GRANT USAGE ON SCHEMA public TO ofsted_watch;
ALTER DEFAULT PRIVILEGES FOR ROLE ofsted_watch_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ofsted_watch;
ALTER DEFAULT PRIVILEGES FOR ROLE ofsted_watch_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO ofsted_watch;

\connect prefect
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO prefect;
-- Prefect's own tables search text with it; only an administrator can be sure to be allowed to add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
