#!/bin/sh
# Makes locks/ with the tools themselves. TOOLS is a folder with uv and pipenv: python3 -m venv V && V/bin/pip install uv==0.9.0 pipenv==2026.10.3; TOOLS=V/bin
# Addresses of downloads are replaced: nothing reads them, and they would differ from mirror to mirror.
set -eu
here=$(cd "$(dirname "$0")" && pwd)/locks
work=$(mktemp -d)
cd "$work"
cat > pyproject.toml <<'P'
[project]
name = "example"
version = "0.1.0"
requires-python = ">=3.11,<3.12"
dependencies = ["keras==3.11.0", "h5py>=3.14", "importlib-metadata>=8 ; python_version < '3.12'"]
P
printf '[packages]\nkeras = "==3.11.0"\n[dev-packages]\nidna = "*"\n' > Pipfile
"$TOOLS/uv" lock
"$TOOLS/uv" export -q --format pylock.toml -o pylock.toml
"$TOOLS/uv" export -q --format requirements.txt -o requirements.txt
PIPENV_PIPFILE=$work/Pipfile WORKON_HOME=$work/environments "$TOOLS/pipenv" lock
for file in uv.lock pylock.toml requirements.txt Pipfile.lock; do
  sed -E 's#https://[^/"]+/[^"]*/#https://index.example/#; s#https://[^/"]+/simple#https://index.example/simple#' "$file" > "$here/$file"
done
rm -r "$work"
