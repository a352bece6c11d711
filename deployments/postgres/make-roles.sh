#!/bin/sh
# Run by the PostgreSQL image on its first start, when its folder is empty: creates the roles of roles.sql and
# readers.sql, passwords from the secrets.
set -eu
password() { cat "/run/secrets/POSTGRES_$1_PASSWORD"; }
psql --username "$POSTGRES_USER" --dbname postgres \
    --set=owner_password="$(password OWNER)" --set=watch_password="$(password WATCH)" --set=prefect_password="$(password PREFECT)" \
    --file=/ofsted-watch/roles.sql
psql --username "$POSTGRES_USER" --dbname postgres \
    --set=reader_password="$(password READER)" --set=web_password="$(password WEB)" --file=/ofsted-watch/readers.sql
