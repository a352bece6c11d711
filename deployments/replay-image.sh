#!/usr/bin/env bash
# The steps of the Containerfile without a container engine: copies what it copies into a clean folder, installs as it installs, and runs
# its first command. What only an image has (its Debian, its user, the PostgreSQL client) is not tried: the client's version is printed.
# FOLDER keeps the result; PYTHON is the interpreter that makes it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${FOLDER:-$(mktemp --directory)}
[ -n "${FOLDER:-}" ] || trap 'rm -rf "$folder"' EXIT
mkdir --parents "$folder/app" "$folder/data"

sed --quiet 's/^COPY //p' deployments/Containerfile | while read -r -a names; do
    target=${names[-1]}
    for name in "${names[@]:0:${#names[@]}-1}"; do
        if [ -d "$name" ]; then cp --recursive "$name" "$folder/app/$target"; else cp "$name" "$folder/app/"; fi
    done
done
extras=$(grep --only-matching "'\.\[[a-z0-9,]*\]'" deployments/Containerfile | tr --delete "'")

"${PYTHON:-python3}" -m venv "$folder/venv"
(cd "$folder/app" && "$folder/venv/bin/pip" install --quiet --disable-pip-version-check --constraint constraints.txt --editable "$extras")
cd "$folder/app"
export PATH="$folder/venv/bin:$PATH" OFSTED_WATCH_DATA_DIR="$folder/data" PREFECT_HOME="$folder/data/prefect"
SECRETS_FOLDER="$folder" deployments/with-secrets.sh ofsted-watch migrate
SECRETS_FOLDER="$folder" deployments/with-secrets.sh ofsted-watch backup "$folder/backups"
rm -f "$folder/data/ofsted-watch.db"*
SECRETS_FOLDER="$folder" deployments/with-secrets.sh ofsted-watch restore "$folder/backups"
echo "replayed in $folder; this machine's client: $(pg_dump --version 2>/dev/null || echo none)"
