import type { Clash, DescribedConflict } from './clash.ts'

export async function describeConflicts(clash: Clash): Promise<readonly DescribedConflict[]> {
  await Promise.resolve(clash)
  return []
}
