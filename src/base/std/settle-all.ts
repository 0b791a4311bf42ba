/** Waits until all are over, also when one fails: nothing of them may be under way when what they work in is closed. */
export async function settleAll<Result>(jobs: readonly Promise<Result>[]): Promise<Result[]> {
  const ended = await Promise.allSettled(jobs)
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}
