-- Two databases and three roles, each with no more than it needs. Run once as PostgreSQL's administrator:
--   psql --set=owner_password=… --set=watch_password=… --set=prefect_password=… --file=roles.sql
-- ofsted_watch_owner   owns our tables: migrates and restores
-- ofsted_watch         what runs every day: reads and writes rows, backs up, can change no table
-- prefect              Prefect's server, in a database of its own
\set ON_ERROR_STOP on

CREATE ROLE ofsted_watch_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ofsted_watch LOGIN PASSWORD :'watch_password';
CREATE ROLE prefect LOGIN PASSWORD :'prefect_password';

\set database ofsted_watch
\ir database.sql

CREATE DATABASE prefect OWNER prefect TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE prefect FROM PUBLIC;
\connect prefect
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO prefect;
-- Prefect's own tables search text with it; only an administrator can be sure to be allowed to add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
