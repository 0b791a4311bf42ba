/** Sizes as people read them: 1.5 GB, 64 MB, 200 kB. */
export function inWords(bytes: number): string {
  const [size, unit] = bytes >= 1e9 ? [bytes / 1e9, 'GB'] : bytes >= 1e6 ? [bytes / 1e6, 'MB'] : [bytes / 1e3, 'kB']
  return `${Number(size.toFixed(1))} ${unit}`
}
