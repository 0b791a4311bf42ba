/** Which of a list's items were moved about. */

/**
 * The fewest items of `now` that, taken out of both lists and put back elsewhere, explain the difference: all that are in both lists but not
 * on a longest run that kept its order. Items that are in one list only do not count.
 */
export function movedInOrder<Item>(before: readonly Item[], now: readonly Item[]): Item[] {
  const places = new Map(before.map((item, place) => [item, place]))
  const common = now.filter((item) => places.has(item))
  const order = common.map((item) => places.get(item) ?? 0)
  // Nearly always nothing was moved.
  if (order.every((place, n) => n === 0 || place > (order[n - 1] ?? 0))) return []
  const kept = longestRise(order)
  return common.filter((_, n) => !kept.has(n))
}

/** Indices of a longest rising subsequence, by looking back from each number: 400 trees are 80,000 comparisons. */
function longestRise(numbers: readonly number[]): Set<number> {
  const best: { readonly length: number; readonly from: number | undefined }[] = []
  let last: number | undefined
  for (const [n, number] of numbers.entries()) {
    let from: number | undefined
    for (let k = 0; k < n; k += 1) {
      const longer = from === undefined || (best[k]?.length ?? 0) > (best[from]?.length ?? 0)
      if ((numbers[k] ?? 0) < number && longer) from = k
    }
    best.push({ length: (from === undefined ? 0 : (best[from]?.length ?? 0)) + 1, from })
    if (last === undefined || (best[n]?.length ?? 0) > (best[last]?.length ?? 0)) last = n
  }
  const rise = new Set<number>()
  for (let n = last; n !== undefined; n = best[n]?.from) rise.add(n)
  return rise
}
