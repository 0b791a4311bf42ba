/** What tidy found fault with, and what it was told to let pass. */

export interface Complaint {
  readonly path: string
  /** Counted from 1; 0 when it is about the whole file. */
  readonly line: number
  readonly what: string
}

/** Files that a rule lets pass, each with the reason. */
export type Exceptions = Readonly<Record<string, string>>

/** Complaints as lines of text, without the excepted files, but with the exceptions that nothing needs any more. */
export function judge(complaints: readonly Complaint[], exceptions: Exceptions = {}): string[] {
  const needed = new Set(complaints.map((complaint) => complaint.path))
  const stale = Object.keys(exceptions).filter((path) => !needed.has(path))
  const faults = complaints.filter((complaint) => !(complaint.path in exceptions)).toSorted(byPlace)
  return [
    ...faults.map(asText),
    ...stale.map((path) => `${path}: listed as an exception, but keeps the rule; remove the exception`),
  ]
}

function byPlace(a: Complaint, b: Complaint): number {
  return a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1
}

function asText({ path, line, what }: Complaint): string {
  return line === 0 ? `${path}: ${what}` : `${path}:${line}: ${what}`
}
