/** Exit codes, the same for every command. */
export const EXIT = {
  done: 0,
  /** A question was asked and the answer is no; for `run --exit-code`, something new is left out. */
  no: 1,
  usage: 2,
  worldFailed: 3,
  ourBug: 70,
} as const
