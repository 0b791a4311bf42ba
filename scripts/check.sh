#!/bin/sh
# Everything that can be said of the code without running it. All steps run; the exit status is how many failed.
cd "$(dirname "$0")/.." || exit 1
failed=0

step() {
  name=$1
  shift
  printf '%s ... ' "$name"
  if said=$("$@" 2>&1); then
    echo 'ok'
  else
    echo 'FAILED'
    printf '%s\n' "$said"
    failed=$((failed + 1))
  fi
}

PATH="$PWD/node_modules/.bin:$PATH"
step 'types ' tsc -p tsconfig.json
step 'lint  ' oxlint --deny-warnings
step 'format' biome format .
step 'dead  ' knip --no-progress
exit "$failed"
