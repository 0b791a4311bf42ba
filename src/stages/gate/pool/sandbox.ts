/** How a gate is shut in: bubblewrap's command line, as a pure function of what may be seen. */

/** Where a gate finds things. Shut in, these are the same on every machine; otherwise they lie where the slot is. */
export interface GateFolders {
  readonly tree: string
  readonly temporary: string
  readonly home: string
}

/** What a gate sees of its slot from the inside: no system has folders of these names, and paths in logs and in what is built are everywhere alike. */
export const INSIDE: GateFolders = { tree: '/candidate', temporary: '/tmp', home: '/gate-home' }

/** Folders with programs and what they need, of Debian and of others; those that are not there are passed over. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store', '/gnu/store']

/** Of /etc only what programs need: the rest holds keys and passwords, which a gate that runs as root could read. */
const SETTINGS = `
  alternatives fonts group hosts ld.so.cache ld.so.conf ld.so.conf.d localtime mime.types nsswitch.conf passwd perl
  python3 python3.11 services terminfo java-17-openjdk ssl/certs ssl/openssl.cnf timezone xml`
  .trim()
  .split(/\s+/)
  .map((name) => `/etc/${name}`)

/** Bytes that may lie in /dev/shm, which is memory and counted by nobody. */
const SHARED_MEMORY_BYTES = 64 * 1024 ** 2

/** Everything before the command that is run in it. `slot` is where the folders lie outside. */
export function bubblewrap(slot: GateFolders, readable: readonly string[]): string[] {
  const seen = [...SYSTEM, ...SETTINGS, ...readable].flatMap((path) => ['--ro-bind-try', path, path])
  return [
    'bwrap',
    // No network, no view of other processes; if we die, all of it does.
    ...'--unshare-all --die-with-parent --cap-drop ALL --hostname gate'.split(' '),
    ...seen,
    ...`--proc /proc --dev /dev --size ${SHARED_MEMORY_BYTES} --tmpfs /dev/shm`.split(' '),
    ...bind(slot.temporary, INSIDE.temporary),
    ...bind(slot.home, INSIDE.home),
    ...bind(slot.tree, INSIDE.tree),
    // Who runs gates as root stays the system's root for /proc/sys, where no capability is asked for: a core_pattern is a way out.
    ...`--chdir ${INSIDE.tree} --remount-ro /proc --remount-ro /dev --remount-ro / --`.split(' '),
  ]
}

function bind(outside: string, inside: string): string[] {
  return ['--bind', outside, inside]
}

/** The part of a search path that can be seen from inside. */
export function visiblePath(searchPath: string, readable: readonly string[]): string {
  const seen = [...SYSTEM, ...readable]
  return searchPath
    .split(':')
    .filter((folder) => seen.some((one) => folder === one || folder.startsWith(`${one}/`)))
    .join(':')
}
