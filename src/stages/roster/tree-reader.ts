/** Reads `[[trees]]`, each by itself; what they must be to each other is in tree-order.ts. */
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Limits, Tree, TreeKind } from '../../base/model/roster.ts'
import {
  checkBranch,
  checkContact,
  checkFsckMessage,
  checkGlob,
  checkPinned,
  checkTreeName,
  checkUrl,
  oneOf,
  readContacts,
} from './checks.ts'
import { readOnFailure } from './gate-reader.ts'
import { readSomeLimits } from './limits.ts'
import { readTreeRules } from './rule-settings.ts'
import type { TableReader } from './table-reader.ts'

const KINDS: readonly TreeKind[] = ['next', 'fixes']

export function readTree(reader: TableReader, schemes: readonly string[]): Tree {
  reader.require('name', 'Each tree has one: name = "net"')
  reader.require('url', 'Where it is fetched from: url = "https://…"')
  reader.require('branch', 'Which of its branches goes in: branch = "for-next"')
  const tree: Tree = {
    name: (reader.text('name', checkTreeName) ?? '') as TreeName,
    url: reader.text('url', checkUrl(schemes)) ?? '',
    branch: reader.text('branch', checkBranch) ?? '',
    kind: (reader.text('kind', oneOf(KINDS)) ?? 'next') as TreeKind,
    contacts: readContacts(reader.texts('contacts', checkContact) ?? []),
    owns: reader.texts('owns', checkGlob) ?? [],
    group: reader.text('group', checkTreeName) as TreeName | undefined,
    tolerate: reader.texts('tolerate', checkFsckMessage) ?? [],
    pinned: reader.text('commit', checkPinned) as CommitOid | undefined,
    limits: readOwnLimits(reader),
    rules: readTreeRules(reader),
    onFailure: readOnFailure(reader),
  }
  reader.refuseUnknown()
  return tree
}

function readOwnLimits(tree: TableReader): Partial<Limits> {
  const reader = tree.table('limits', 'limits = { pack_bytes = 1_000_000_000 }')
  if (!tree.has('limits')) return {}
  const limits = readSomeLimits(reader)
  reader.refuseUnknown()
  return limits
}
