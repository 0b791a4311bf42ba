#!/bin/sh
# Makes this folder ready to run: installs the npm packages and builds dist/, each only when it is missing or older
# than what it is made from. `ready.sh packages` stops after the packages, `ready.sh build` builds in any case.
# ./tributary, npm test, npm run build and the demo all come here, perhaps at once, so one lock guards it.
set -eu
cd "$(dirname "$0")/.."
want=${1:-all}

# With flock the lock ends with its holder, however that dies. Without it (macOS) a folder is the lock.
if command -v flock >/dev/null 2>&1; then
  exec 9>.ready.lock
  flock 9
else
  tries=0
  until mkdir .ready.lock.d 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ]; then
      echo "tributary: another start has held $PWD/.ready.lock.d for ten minutes; remove it if that one is dead" >&2
      exit 3
    fi
    sleep 1
  done
  trap 'rmdir .ready.lock.d' EXIT
  trap 'exit 3' HUP INT TERM
fi

# Says what takes time: one line, however many steps follow.
say() {
  if [ -z "${has_spoken:-}" ]; then echo "tributary: $1" >&2; fi
  has_spoken=yes
}

# Runs a command silently; shows what it said only when it fails.
quietly() {
  if ! said=$("$@" 2>&1); then
    printf '%s\n' "$said" >&2
    echo "tributary: \`$*\` failed" >&2
    exit 3
  fi
}

if [ ! -e node_modules/.installed ] || [ package-lock.json -nt node_modules/.installed ]; then
  say 'installing npm packages (once, and when they change)'
  quietly npm ci --no-audit --no-fund
  touch node_modules/.installed
fi
if [ "$want" = packages ]; then exit 0; fi

if [ "$want" = build ] || [ ! -e dist/.built ] ||
  [ -n "$(find src rolldown.config.js package-lock.json -newer dist/.built -print | head -n 1)" ]; then
  say 'building'
  rm -rf .dist-new .dist-old
  mkdir .dist-new
  # Stamped before the bundler reads, so that an edit made meanwhile is seen as newer.
  touch .dist-new/.built
  quietly node_modules/.bin/rolldown -c rolldown.config.js --dir .dist-new
  # What the bundler took in of others goes with their licences.
  for bundled in commander picocolors smol-toml; do
    printf '%s\n\n' "$bundled"
    cat "node_modules/$bundled/LICENSE"
    echo
  done >.dist-new/THIRD-PARTY-LICENSES
  sh scripts/keep-compiled.sh .dist-new
  # Exchanged whole: a file whose source is gone goes too, and a program that is starting never meets half a build.
  if [ -e dist ]; then mv dist .dist-old; fi
  mv .dist-new dist
  rm -rf .dist-old
fi
