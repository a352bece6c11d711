-- An empty database for us, in which the daily role may read and write rows, back up, and no more. For the first one
-- roles.sql runs this; for another, to restore into: psql --set=database=ofsted_watch_2 --file=database.sql
\set ON_ERROR_STOP on

CREATE DATABASE :"database" OWNER ofsted_watch_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO ofsted_watch;

\connect :"database"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO ofsted_watch_owner;
GRANT USAGE ON SCHEMA public TO ofsted_watch;
ALTER DEFAULT PRIVILEGES FOR ROLE ofsted_watch_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ofsted_watch;
ALTER DEFAULT PRIVILEGES FOR ROLE ofsted_watch_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ofsted_watch;
