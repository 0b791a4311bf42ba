/** Adds, removes and moves trees in the text of tributary.toml. Everything else keeps its bytes. The result is read again before it is written. */
import { usageError } from '../../base/std/operating-error.ts'
import { didYouMean } from '../../base/text/did-you-mean.ts'
import {
  endOfContent,
  insertAfter,
  insertBefore,
  lineEndOf,
  removeLines,
  type TreeBlock,
  treeBlocks,
} from './tree-blocks.ts'
import { type NewTree, treeToml } from './tree-toml.ts'

/** Beside which tree. */
export type Place = { readonly before: string } | { readonly after: string }

export interface TreeToAdd extends NewTree {
  readonly before?: string | undefined
  readonly after?: string | undefined
}

/**
 * Adds a tree beside the one that `before` or `after` names. Without either it goes behind the last member of its group;
 * a fixes tree goes before the first next tree; all others go to the end.
 */
export function addTree(text: string, tree: TreeToAdd): string {
  const blocks = treeBlocks(text)
  if (blocks.some(({ name }) => name === tree.name)) {
    throw usageError(
      `there is a tree "${tree.name}" already`,
      'Give the new one another name, or remove the old one first.',
    )
  }
  const toml = treeToml(tree).replaceAll('\n', lineEndOf(text))
  if (tree.before !== undefined) return insertBefore(text, blockOf(blocks, tree.before).start, toml)
  if (tree.after !== undefined) return insertAfter(text, blockOf(blocks, tree.after).end, toml)
  return insertAtUsualPlace(text, blocks, tree, toml)
}

/** Removes a tree with the comment lines directly above it. */
export function removeTree(text: string, name: string): string {
  return removeLines(text, blockOf(treeBlocks(text), name))
}

/** Moves a tree, with the comment lines directly above it, beside another one. */
export function moveTree(text: string, name: string, place: Place): string {
  const blocks = treeBlocks(text)
  const moved = blockOf(blocks, name)
  const target = 'before' in place ? place.before : place.after
  if (blockOf(blocks, target) === moved) return text
  const toml = text.slice(moved.start, moved.end).replace(/\r?\n$/, '')
  const rest = removeLines(text, moved)
  const beside = blockOf(treeBlocks(rest), target)
  return 'before' in place ? insertBefore(rest, beside.start, toml) : insertAfter(rest, beside.end, toml)
}

/** Adds text of several trees behind the last one there is. */
export function appendTrees(text: string, toml: string): string {
  return insertAfter(text, treeBlocks(text).at(-1)?.end ?? endOfContent(text), toml.replaceAll('\n', lineEndOf(text)))
}

function insertAtUsualPlace(text: string, blocks: readonly TreeBlock[], tree: NewTree, toml: string): string {
  const sameGroup = tree.group === undefined ? undefined : blocks.findLast(({ group }) => group === tree.group)
  if (sameGroup) return insertAfter(text, sameGroup.end, toml)
  const firstNext = tree.kind === 'fixes' ? blocks.find(({ kind }) => kind !== 'fixes') : undefined
  // Never between the members of a group, which stand together.
  const ahead = blocks.find((block) => block === firstNext || isOfSameGroup(block, firstNext))
  if (ahead) return insertBefore(text, ahead.start, toml)
  return insertAfter(text, blocks.at(-1)?.end ?? endOfContent(text), toml)
}

function isOfSameGroup(block: TreeBlock, other: TreeBlock | undefined): boolean {
  return block.group !== undefined && block.group === other?.group
}

function blockOf(blocks: readonly TreeBlock[], name: string): TreeBlock {
  const block = blocks.find((candidate) => candidate.name === name)
  if (block) return block
  const names = blocks.flatMap((candidate) => (typeof candidate.name === 'string' ? [candidate.name] : []))
  const meant = didYouMean(name, names)
  throw usageError(
    `there is no tree "${name}" in the roster`,
    meant === undefined ? 'List the trees with: tributary trees list' : `Did you mean ${meant}?`,
  )
}
