#!/bin/sh
# Hand each secret (a file named like the variable it holds) to a command as its environment, then become that command.
# Usage: with-secrets.sh COMMAND …   The files are in /run/secrets, or in the folder that SECRETS_FOLDER names.
set -eu
for secret in "${SECRETS_FOLDER:-/run/secrets}"/*; do
    [ -f "$secret" ] || continue
    name=$(basename "$secret")
    case "$name" in
        OFSTED_WATCH_* | PREFECT_*) export "$name=$(cat "$secret")" ;;
    esac
done
exec "$@"
