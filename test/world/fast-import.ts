/** Builds real histories in milliseconds: commits as data, written by one `git fast-import`. */
import { execFileSync } from 'node:child_process'

/** Content of a file, or how it stands otherwise. */
export type FileSpec =
  | string
  | Buffer
  | { readonly mode: '100755' | '120000'; readonly content: string }
  | { readonly mode: '160000'; readonly commit: string }
  | { readonly gone: true }
  | { readonly movedFrom: string }

export interface CommitSpec {
  /** Branch it is put on, such as `net`. */
  readonly branch: string
  readonly subject: string
  readonly body?: string
  /** Branch names, first parent first; the branch's own head when left out. `[]` starts a history of its own. */
  readonly parents?: readonly string[]
  readonly author?: string
  /** Seconds since 1970. Later commits get later times by themselves. */
  readonly time?: number
  readonly files: Readonly<Record<string, FileSpec>>
}

/** The environment git gets in tests: nothing of the developer's own. */
export const TEST_ENV: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  TZ: 'UTC',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Test Author',
  GIT_AUTHOR_EMAIL: 'author@example.org',
  GIT_COMMITTER_NAME: 'Test Committer',
  GIT_COMMITTER_EMAIL: 'committer@example.org',
  GIT_AUTHOR_DATE: '1767225600 +0000',
  GIT_COMMITTER_DATE: '1767225600 +0000',
}

/** Runs git and gives what it printed, without the last newline. */
export function git(dir: string, args: readonly string[], input?: string | Buffer): string {
  const out = execFileSync('git', args, {
    cwd: dir,
    env: TEST_ENV,
    input: input ?? '',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  return out.toString('utf8').replace(/\n$/, '')
}

/** A new bare repository at `dir`. */
export function initBare(dir: string): void {
  execFileSync('git', ['init', '-q', '--bare', '--initial-branch=main', dir], { env: TEST_ENV })
}

/** First second of 2026, when nothing else is said. */
export const EPOCH = 1_767_225_600

/** Adds commits to a repository, in order. Branches are made or moved as they are named. */
export function importCommits(dir: string, commits: readonly CommitSpec[], start = EPOCH): void {
  const heads = new Map<string, string>()
  const existing = git(dir, ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/']).split('\n').filter(Boolean)
  for (const branch of existing) heads.set(branch, `refs/heads/${branch}^0`)
  const parts: (string | Buffer)[] = []
  for (const [index, commit] of commits.entries()) {
    const time = commit.time ?? start + index * 60
    const author = commit.author ?? 'Test Author <author@example.org>'
    const message = Buffer.from(commit.body === undefined ? commit.subject : `${commit.subject}\n\n${commit.body}`)
    const parents = commit.parents ?? (heads.has(commit.branch) ? [commit.branch] : [])
    parts.push(parents.length === 0 ? `reset refs/heads/${commit.branch}\n` : '')
    parts.push(
      `commit refs/heads/${commit.branch}\nmark :${index + 1}\nauthor ${author} ${time} +0000\ncommitter ${author} ${time} +0000\ndata ${message.length}\n`,
      message,
      '\n',
    )
    for (const [place, parent] of parents.entries())
      parts.push(`${place === 0 ? 'from' : 'merge'} ${heads.get(parent) ?? parent}\n`)
    for (const [path, file] of Object.entries(commit.files)) parts.push(...fileCommand(path, file))
    heads.set(commit.branch, `:${index + 1}`)
  }
  git(
    dir,
    ['fast-import', '--quiet', '--force'],
    Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(part)))),
  )
}

function fileCommand(path: string, file: FileSpec): (string | Buffer)[] {
  const name = quote(path)
  if (typeof file === 'string' || Buffer.isBuffer(file)) return inline('100644', name, file)
  if ('gone' in file) return [`D ${name}\n`]
  if ('movedFrom' in file) return [`R ${quote(file.movedFrom)} ${name}\n`]
  if ('commit' in file) return [`M 160000 ${file.commit} ${name}\n`]
  return inline(file.mode, name, file.content)
}

function inline(mode: string, name: string, content: string | Buffer): (string | Buffer)[] {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content)
  return [`M ${mode} inline ${name}\ndata ${bytes.length}\n`, bytes, '\n']
}

function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
