#!/bin/sh
# Builds what is missing and shows the product at work.
set -eu
cd "$(dirname "$0")/.."
sh scripts/ready.sh
exec node dist/faces/demo/main.cjs "$@"
