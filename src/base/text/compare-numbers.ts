/** Compares texts that differ in their numbers alone: versions, years, dates. */

/** Below zero when the first is the earlier one, zero when they are the same, undefined when more than numbers differs. */
export function compareNumbers(a: string, b: string): number | undefined {
  const [left, right] = [parts(a), parts(b)]
  if (left.words !== right.words) return undefined
  for (let at = 0; at < Math.max(left.numbers.length, right.numbers.length); at += 1) {
    const [x, y] = [left.numbers[at], right.numbers[at]]
    // 2.1 is earlier than 2.1.1.
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1
    const order = compare(x, y)
    if (order !== 0) return order
  }
  return 0
}

/** What stands around the numbers; dots and dashes belong to them, as in 6.1-rc3 and 2022-01-04. */
function parts(text: string): { readonly words: string; readonly numbers: readonly string[] } {
  const words = text.replace(/\d+(?:[.-](?:rc-?)?\d+)*/g, '#')
  return { words, numbers: text.match(/\d+/g) ?? [] }
}

/** By length first: numbers may be longer than what is exact. */
function compare(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')]
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0)
}
