#!/bin/sh
# Export each secret (a file named like its variable) to a command's environment, then exec that command.
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
