/** How long files and functions may be. */
import type { Node } from 'oxc-parser'
import type { Complaint } from './complaint.ts'
import { nodesOf, type Source } from './source.ts'

/** Beyond this a file has more than one purpose; the generous end of what is read in one sitting. */
export const FILE_MAX_LINES = 400

/** Most files do one thing, and that takes a screen or two. */
export const FILE_MEDIAN_LINES = 100

/** Fewer files than this say nothing by their median. */
export const MEDIAN_MIN_FILES = 20

/** A tall screen. */
export const FUNCTION_MAX_LINES = 60

export function longFiles(sources: readonly Source[]): Complaint[] {
  return sources
    .filter(({ lines }) => lines > FILE_MAX_LINES)
    .map(({ path, lines }) => ({
      path,
      line: 0,
      what: `has ${lines} lines; split it by purpose, below ${FILE_MAX_LINES}`,
    }))
}

export function longMedian(sources: readonly Source[]): Complaint[] {
  const product = sources.filter(({ path }) => path.startsWith('src/')).toSorted((a, b) => a.lines - b.lines)
  const median = product[Math.floor(product.length / 2)]?.lines ?? 0
  if (product.length <= MEDIAN_MIN_FILES || median < FILE_MEDIAN_LINES) return []
  return [
    { path: 'src', line: 0, what: `half of its files have ${median} lines or more; ${FILE_MEDIAN_LINES} is too many` },
  ]
}

export function longFunctions(sources: readonly Source[]): Complaint[] {
  return sources.filter(({ path }) => !path.startsWith('test/')).flatMap(longFunctionsIn)
}

function longFunctionsIn({ path, program, lineAt }: Source): Complaint[] {
  const complaints: Complaint[] = []
  for (const { node, around } of nodesOf(program)) {
    if (!isFunction(node)) continue
    const line = lineAt(node.start)
    const lines = lineAt(node.end) - line + 1
    if (lines <= FUNCTION_MAX_LINES) continue
    complaints.push({
      path,
      line,
      what: `${nameOf(node, around)} has ${lines} lines; a function fits in ${FUNCTION_MAX_LINES}`,
    })
  }
  return complaints
}

function isFunction(node: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

/** The function's own name, else that of the variable, property or method that it is. */
function nameOf(node: Node, around: readonly Node[]): string {
  if ('id' in node) {
    const own = identifier(node.id)
    if (own !== undefined) return own
  }
  const parent = around.at(-1)
  if (parent?.type === 'VariableDeclarator') return identifier(parent.id) ?? 'a function'
  if (parent && 'key' in parent) return identifier(parent.key) ?? 'a method'
  return 'a function without a name'
}

function identifier(value: unknown): string | undefined {
  const isNamed = typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
  return isNamed ? (value.name as string) : undefined
}
