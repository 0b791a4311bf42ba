/** Source files as tidy sees them: parsed once, with what each imports. */
import { dirname, join } from 'node:path/posix'
import { type Node, parseSync, type Program } from 'oxc-parser'

/** Text by path from the repository root, `/` between parts. */
export type Texts = ReadonlyMap<string, string>

export interface Import {
  /** As written: `../std/assert.ts`, `node:fs`, `zod`. */
  readonly specifier: string
  /** From the repository root, where the specifier is relative. */
  readonly path: string | undefined
  /** The import vanishes when types are stripped. */
  readonly typesOnly: boolean
  readonly line: number
}

export interface Source {
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly program: Program
  /** The line, counted from 1, that holds the character at this offset. */
  readonly lineAt: (offset: number) => number
}

export function readSources(texts: Texts): Source[] {
  return [...texts].filter(([path]) => /\.tsx?$/.test(path)).map(([path, text]) => readSource(path, text))
}

function readSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path} cannot be parsed: ${errors[0].message}`)
  const lineAt = lineCounter(text)

  const requests = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({ moduleRequest, entries })),
    ...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => ({ moduleRequest, entries }))),
    ...module.dynamicImports.map(({ moduleRequest }) => ({ moduleRequest, entries: [] })),
  ]
  // An `export { a, b } from` names its module once an entry, always at the same place.
  const imports = new Map<number, Import>()
  for (const { moduleRequest, entries } of requests) {
    if (!moduleRequest) continue
    const specifier = text.slice(moduleRequest.start + 1, moduleRequest.end - 1)
    imports.set(moduleRequest.start, {
      specifier,
      path: specifier.startsWith('.') ? join(dirname(path), specifier) : undefined,
      typesOnly: entries.length > 0 && entries.every((entry) => entry.isType),
      line: lineAt(moduleRequest.start),
    })
  }
  return { path, lines: text.split('\n').length - 1, imports: [...imports.values()], program, lineAt }
}

function lineCounter(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length
}

/** Every node below `root`, each before what it holds, with the nodes around it, outermost first. */
export function* nodesOf(root: Node, around: readonly Node[] = []): Generator<{ node: Node; around: readonly Node[] }> {
  yield { node: root, around }
  for (const value of Object.values(root)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) yield* nodesOf(child, [...around, root])
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
