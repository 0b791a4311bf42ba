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
# Until something starts the product, all of it would count as dead.
if [ -e src/faces/cli/main.ts ]; then step 'dead  ' knip --no-progress; fi
exit "$failed"
