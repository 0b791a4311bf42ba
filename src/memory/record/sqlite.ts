/** Opens SQLite: Node's own where it has one (22.13 and later), else the package that ships the same API. */

/** What we use of the API, which both share. */
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

export interface Statement {
  run(...values: SqlValue[]): unknown
  get(...values: SqlValue[]): Row | undefined
  all(...values: SqlValue[]): Row[]
}

export type SqlValue = string | number | null
export type Row = Readonly<Record<string, SqlValue>>

export async function openDatabase(path: string): Promise<Database> {
  const { DatabaseSync } = await sqlite()
  return new DatabaseSync(path)
}

interface Sqlite {
  readonly DatabaseSync: new (path: string) => Database
}

async function sqlite(): Promise<Sqlite> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const name = major > 22 || (major === 22 && minor >= 13) ? 'node:sqlite' : '@photostructure/sqlite'
  const module: unknown = await import(name)
  return module as Sqlite
}
