/** What reaches a module from around it rather than as an argument: processes, environment, terminal, clock, chance, state. */
import type { Node } from 'oxc-parser'
import type { Complaint } from './complaint.ts'
import { nodesOf, type Source } from './source.ts'

/** Imports of modules that start programs; their types alone start nothing. */
export function processStarts(sources: readonly Source[]): Complaint[] {
  return product(sources).flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier, typesOnly }) => !typesOnly && /^(node:)?(child_process|cluster)$/.test(specifier))
      .map(({ line, specifier }) => ({ path, line, what: `imports ${specifier}` })),
  )
}

/** Uses of the environment, the command line, the working directory, the terminal. */
export function surroundings(sources: readonly Source[]): Complaint[] {
  return product(sources).flatMap((source) => [
    ...source.imports
      .filter(({ specifier }) => /^(node:)?(process|console|readline(\/promises)?)$/.test(specifier))
      .map(({ line, specifier }) => ({ path: source.path, line, what: `imports ${specifier}` })),
    ...uses(
      source,
      /^(process\.(env|argv|execArgv|stdin|stdout|stderr|exit|exitCode|cwd|chdir|on|once)|console\.\w+)$/,
    ),
  ])
}

/** Readings of the clock, and chance. */
export function clockAndChance(sources: readonly Source[]): Complaint[] {
  return product(sources).flatMap((source) => [
    ...uses(source, /^(Date\.now|Math\.random)$/),
    ...[...nodesOf(source.program)].filter(({ node }) => isNow(node)).map(({ node }) => at(source, node, 'new Date()')),
  ])
}

function isNow(node: Node): boolean {
  if (node.type === 'CallExpression') return isNamed(node.callee, 'Date')
  return node.type === 'NewExpression' && isNamed(node.callee, 'Date') && node.arguments.length === 0
}

/** Variables of a module that can change after it was loaded. */
export function moduleState(sources: readonly Source[]): Complaint[] {
  return product(sources).flatMap((source) =>
    source.program.body.flatMap((statement) => {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      const changes = declared?.type === 'VariableDeclaration' && (declared.kind === 'let' || declared.kind === 'var')
      return changes ? [at(source, declared, `\`${declared.kind}\` at the top of the module`)] : []
    }),
  )
}

function product(sources: readonly Source[]): Source[] {
  return sources.filter(({ path }) => path.startsWith('src/'))
}

function uses(source: Source, what: RegExp): Complaint[] {
  return [...nodesOf(source.program)].flatMap(({ node }) =>
    memberNames(node)
      .filter((name) => what.test(name))
      .map((name) => at(source, node, name)),
  )
}

/** `a.b` for each member b of the variable a that this node reaches: `a.b`, `a['b']`, `const { b } = a`. */
function memberNames(node: Node): string[] {
  if (node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern' && node.init?.type === 'Identifier') {
    const object = node.init.name
    return node.id.properties.flatMap((property) =>
      property.type === 'Property' && property.key.type === 'Identifier' ? [`${object}.${property.key.name}`] : [],
    )
  }
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return []
  if (node.property.type === 'Identifier') return [`${node.object.name}.${node.property.name}`]
  return node.property.type === 'Literal' ? [`${node.object.name}.${String(node.property.value)}`] : []
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}

function at({ path, lineAt }: Source, node: Node, what: string): Complaint {
  return { path, line: lineAt(node.start), what: `uses ${what}` }
}
