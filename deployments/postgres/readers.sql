-- Two more roles, for what only reads and for the pages. Run once as PostgreSQL's administrator, after roles.sql:
--   psql --set=reader_password=… --set=web_password=… --file=readers.sql
-- then `ofsted-watch migrate` as the owner, which gives them their rights (grants.sql), also on tables that come later.
-- ofsted_watch_reader  reads all that is known of letters, and nothing about people
-- ofsted_watch_web     the pages for recipients: that, and what signing up and stopping writes
\set ON_ERROR_STOP on

CREATE ROLE ofsted_watch_reader LOGIN PASSWORD :'reader_password';
CREATE ROLE ofsted_watch_web LOGIN PASSWORD :'web_password';
-- Whoever finds a page that asks too much of the database shall not hold up the night.
ALTER ROLE ofsted_watch_reader SET default_transaction_read_only = on;
ALTER ROLE ofsted_watch_reader SET statement_timeout = '60s';
ALTER ROLE ofsted_watch_web SET statement_timeout = '15s';
ALTER ROLE ofsted_watch_web SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE ofsted_watch_web CONNECTION LIMIT 50;
