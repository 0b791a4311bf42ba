/** Which trees of a list are fixes trees, by the habits of linux-next: the format it is imported from does not say. */

/** Whose last part this is, as in `usb.current` or `mm-hotfixes`, collects fixes for the current release. */
const FIXES_PART = /(?:^|[-._])(?:fixes|hotfixes|urgent|current)$/i

/** Why a tree is taken for a fixes tree, or undefined for a next tree; in the order of the names. */
export function fixesReasons(names: readonly string[]): (string | undefined)[] {
  const isNamedFixes = names.map((name) => FIXES_PART.test(name))
  const first = isNamedFixes.indexOf(true)
  const last = isNamedFixes.lastIndexOf(true)
  const all = new Set(names)
  return names.map((name, place) => {
    if (isNamedFixes[place]) return 'guessed from the name'
    // `net` among the fixes trees is the one that fixes what `net-next` develops.
    const isPaired = all.has(`${name}-next`) && place > first && place < last
    return isPaired ? `guessed: it stands among fixes trees, and there is ${name}-next` : undefined
  })
}
