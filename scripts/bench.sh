#!/bin/sh
# Builds Tributary, compiles the measurements (Node 20 cannot run TypeScript) and runs them.
set -eu
cd "$(dirname "$0")/.."
sh scripts/ready.sh
rm -rf .bench-dist
node_modules/.bin/tsc -p tsconfig.bench.json
exec node .bench-dist/bench/run.js "$@"
