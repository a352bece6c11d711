-- Who may do what with which table. Run by `ofsted-watch migrate` as the owner after each migration; doing so twice changes
-- nothing, and a role that was not made is passed over. A table that is not named here can be used by the daily role alone.
DO $$
DECLARE
    -- All that is known of letters, and nothing about people: not subscriptions, not alerts.
    about_letters CONSTANT text := 'alembic_version, authorities, changes, checks, events, files, gaps, installation, letter_search, listings, readings,'
        ' runs, set_asides, stored_letters, stored_settings';
    reader text;
BEGIN
    -- A grant by another role is passed over by PostgreSQL with no more than a warning.
    IF NOT pg_has_role((SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'alembic_version'), 'USAGE') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the tables belong to another role';
    END IF;

    -- Only the owner's migrations move the schema's mark.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ofsted_watch') THEN
        REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM ofsted_watch;
        -- pg_dump reads every sequence. Databases that were created before database.sql said so get it here.
        GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ofsted_watch;
    END IF;

    FOR reader IN SELECT rolname FROM pg_roles WHERE rolname IN ('ofsted_watch_reader', 'ofsted_watch_web') LOOP
        EXECUTE 'GRANT CONNECT ON DATABASE ' || quote_ident(current_database()) || ' TO ' || quote_ident(reader);
        EXECUTE 'GRANT USAGE ON SCHEMA public TO ' || quote_ident(reader);
        EXECUTE 'GRANT SELECT ON ' || about_letters || ' TO ' || quote_ident(reader);
    END LOOP;

    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ofsted_watch_web') THEN
        -- Signing up, changing a wish, stopping. Nothing is deleted: the nightly run forgets people.
        GRANT SELECT, INSERT, UPDATE ON subscriptions TO ofsted_watch_web;
        GRANT USAGE ON SEQUENCE subscriptions_id_seq TO ofsted_watch_web;
        -- Dropping what waits for somebody who stopped.
        GRANT SELECT ON alerts TO ofsted_watch_web;
        GRANT UPDATE (state, resolved_by, resolved_why, resolved_at) ON alerts TO ofsted_watch_web;
    END IF;
END
$$;
