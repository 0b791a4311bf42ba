#!/bin/sh
# The whole test, on a fresh machine too: sets up what it needs, builds, checks the code, runs the tests.
# With arguments (`npm test -- test/base`) it goes straight to those tests. The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1

# What the tests start from outside npm, one a line: Debian package, a command that shows it is there, the reason.
needed='
git        git     merging, fetching and storing all go through it
coreutils  stdbuf  older git buffers the answers of its merge co-process; stdbuf stops that
'

# What some tests need, and are skipped without.
wanted='
bubblewrap     bwrap          gates are tried shut in
redis-server   redis-server   gates are tried by workers that a queue gives them to
openssh-server /usr/sbin/sshd trees are fetched, and releases pushed, by ssh
'

# Oldest git whose merge-tree takes merges by --stdin.
oldest_git=2.39

# Ends the run before any test could start.
give_up() {
  echo "tributary: $1" >&2
  echo '0 passed, 1 failed'
  exit 1
}

# Packages of a list whose command is not there.
missing_of() {
  printf '%s' "$1" | while read -r package command reason; do
    if [ -n "$package" ] && ! command -v "$command" >/dev/null 2>&1; then echo "$package"; fi
  done | sort -u | tr '\n' ' '
}

# Installs packages. What serves as soon as it is installed must not: the tests start servers of their own, on the loopback.
install() (
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@"; } >/dev/null ||
    echo "tributary: not all of them could be installed"
)

missing=$(missing_of "$needed")
absent=$(missing_of "$wanted")
lacking="$missing$absent"
# Under systemd sshd would serve from the next start of the machine on, which is for its owner to say; a container starts nothing.
if [ -d /run/systemd/system ]; then lacking=$(echo "$lacking" | sed 's/openssh-server //'); fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  if [ -n "$lacking" ]; then
    echo "tributary: installing Debian packages: $lacking"
    # shellcheck disable=SC2086 -- a list of names
    install $lacking
  fi
fi
missing=$(missing_of "$needed")
absent=$(missing_of "$wanted")
if [ -n "$missing" ]; then give_up "these packages are missing, and installing them takes root on Debian: $missing"; fi
if [ -n "$absent" ]; then echo "tributary: without these packages some tests are skipped: $absent"; fi

git_version=$(git --version | sed -n 's/^git version \([0-9]*\.[0-9]*\).*/\1/p')
if [ "$(printf '%s\n%s\n' "$oldest_git" "$git_version" | sort -V | head -n 1)" != "$oldest_git" ]; then
  give_up "git $git_version is too old; $oldest_git or newer is needed"
fi

FAILED_CHECKS=0
sh scripts/ready.sh packages || give_up 'npm packages could not be installed'
if sh scripts/ready.sh; then :; else FAILED_CHECKS=1; fi
if [ $# -eq 0 ]; then
  sh scripts/check.sh || FAILED_CHECKS=$((FAILED_CHECKS + $?))
fi
export FAILED_CHECKS

node_modules/.bin/vitest run "$@"
status=$?
if [ "$FAILED_CHECKS" -gt 0 ] && [ "$status" -eq 0 ]; then status=1; fi
exit "$status"
