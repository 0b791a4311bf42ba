/** What every gate may take of the machine, beyond what the roster says of each. */
export interface PoolLimits {
  readonly outputBytes: number
  readonly processes: number
}

export const POOL_LIMITS: PoolLimits = {
  // A kernel built with V=1 prints 200 MB; who prints more is in a loop, and would fill a disk if it were kept.
  outputBytes: 1024 ** 3,
  // `make -j256` with a compiler, its passes and a shell each stays below.
  processes: 4096,
}
