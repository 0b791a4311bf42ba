/** A number with what it counts: `1 tree`, `404 trees`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}
