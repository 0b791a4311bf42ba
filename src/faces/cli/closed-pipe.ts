/** `tributary outbox 5 | head -1`: the reader goes away early, which is no fault and must not stop work that is under way. */

/** Lets output vanish once nobody reads it; any other fault of the stream stays a fault. */
export function bearClosedPipes(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}
