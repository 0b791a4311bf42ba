/** A number with what it counts: `1 tree`, `404 trees`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
