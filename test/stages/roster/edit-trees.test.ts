import fc from 'fast-check'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { addTree, moveTree, removeTree, type TreeToAdd } from '../../../src/stages/roster/edit-trees.ts'
import { treeToml } from '../../../src/stages/roster/tree-toml.ts'

const NET: TreeToAdd = { name: 'net', url: 'https://example.org/net.git', branch: 'main' }

const ROSTER = `# Our roster.
[project]
name   = "linux"   # spaces as we like them

# --- file systems ---

# ext4 is frozen until the next -rc1.
# Ask before touching it.
[[trees]]
name = "ext4"
group = "fs"
# contacts = ["ext4@example.org"]

[[trees]]
name = 'xfs'
group = "fs"
[trees.limits]
objects = 1

# --- drivers ---

# About usb.
[[trees]]
branch = "main"
name = "usb"
[publish]
push = []
`

function names(text: string): unknown[] {
  const { trees = [] } = parse(text) as { trees?: { name: unknown }[] }
  return trees.map(({ name }) => name)
}

test('a tree goes behind the last one, and what stands after stays behind it', () => {
  expect(addTree(ROSTER, { ...NET, kind: 'next', contacts: ['Net <net@example.org>', 'netdev@example.org'] })).toBe(
    ROSTER.replace(
      '[publish]',
      `
[[trees]]
name = "net"
url = "https://example.org/net.git"
branch = "main"
kind = "next"
contacts = ["Net <net@example.org>", "netdev@example.org"]
[publish]`,
    ),
  )
})

test("a tree goes beside the one it is told, outside of that one's comments", () => {
  expect(addTree(ROSTER, { ...NET, before: 'ext4' })).toBe(
    ROSTER.replace('# ext4 is frozen', `${treeToml(NET)}\n\n# ext4 is frozen`),
  )
  expect(addTree(ROSTER, { ...NET, after: 'ext4' })).toBe(
    ROSTER.replace('# contacts = ["ext4@example.org"]\n', `# contacts = ["ext4@example.org"]\n\n${treeToml(NET)}\n`),
  )
  expect(addTree(ROSTER, { ...NET, after: 'xfs' })).toBe(
    ROSTER.replace('objects = 1\n', `objects = 1\n\n${treeToml(NET)}\n`),
  )
})

test('without a place, a tree joins its group, and fixes go before what is next', () => {
  expect(names(addTree(ROSTER, { ...NET, group: 'fs' }))).toEqual(['ext4', 'xfs', 'net', 'usb'])
  expect(names(addTree(ROSTER, { ...NET, kind: 'fixes' }))).toEqual(['net', 'ext4', 'xfs', 'usb'])
  expect(names(addTree(ROSTER, { ...NET, group: 'new' }))).toEqual(['ext4', 'xfs', 'usb', 'net'])
})

test('fixes never go between the members of a group', () => {
  const text = ROSTER.replace('name = "ext4"', 'name = "ext4"\nkind = "fixes"')
  expect(names(addTree(text, { ...NET, kind: 'fixes' }))).toEqual(['net', 'ext4', 'xfs', 'usb'])
})

test('the first tree goes to the end of what is written', () => {
  expect(addTree('[project]\n# no trees yet\n\n', NET)).toBe(`[project]\n# no trees yet\n\n${treeToml(NET)}\n\n`)
})

test('line ends are those of the file', () => {
  const added = addTree(ROSTER.replaceAll('\n', '\r\n'), NET)
  expect(added.replaceAll('\r\n', '')).not.toContain('\n')
  expect(added.replaceAll('\r\n', '\n')).toBe(addTree(ROSTER, NET))
})

test('a tree goes with the comment directly above it; headings of sections stay', () => {
  expect(removeTree(ROSTER, 'ext4')).toBe(
    ROSTER.replace(/# ext4 is frozen[^]*# contacts = \["ext4@example.org"\]\n\n/, ''),
  )
  expect(removeTree(ROSTER, 'usb')).toBe(ROSTER.replace(/\n# About usb\.[^]*name = "usb"\n/, ''))
})

test('a comment between two trees belongs to the one below it when it touches both', () => {
  const text = '[[trees]]\nname = "a"\n# About b.\n[[trees]]\nname = "b"\n# More about b.\n'
  expect(removeTree(text, 'a')).toBe('# About b.\n[[trees]]\nname = "b"\n# More about b.\n')
  expect(removeTree(text, 'b')).toBe('[[trees]]\nname = "a"\n')
})

test('a tree moves with its comments and tables', () => {
  const block = '[[trees]]\nname = \'xfs\'\ngroup = "fs"\n[trees.limits]\nobjects = 1\n'
  const without = ROSTER.replace(`${block}\n`, '')
  expect(moveTree(ROSTER, 'xfs', { before: 'ext4' })).toBe(
    without.replace('# ext4 is frozen', `${block}\n# ext4 is frozen`),
  )
  expect(moveTree(ROSTER, 'xfs', { after: 'usb' })).toBe(without.replace('[publish]', `\n${block}[publish]`))
  expect(moveTree(ROSTER, 'xfs', { after: 'xfs' })).toBe(ROSTER)
})

test.each([
  ['add', () => addTree(ROSTER, { ...NET, name: 'usb' }), 'there is a tree "usb" already'],
  ['add', () => addTree(ROSTER, { ...NET, after: 'ubs' }), 'there is no tree "ubs" in the roster'],
  ['remove', () => removeTree(ROSTER, 'ext3x'), 'there is no tree "ext3x" in the roster'],
  ['move', () => moveTree(ROSTER, 'usb', { before: 'nope' }), 'there is no tree "nope" in the roster'],
  ['edit', () => removeTree('name = linux', 'net'), 'the roster cannot be edited: line 1 is not TOML'],
  [
    'edit',
    () => removeTree('trees = [{ name = "net" }]', 'net'),
    'the roster cannot be edited: its trees are not written as [[trees]] tables',
  ],
  [
    'edit',
    () => removeTree('[[trees]]\nname = "net"\n[publish]\n[trees.limits]\n', 'net'),
    'the roster cannot be edited: a [trees.…] table stands apart from its tree',
  ],
])('what cannot be done is said: %s', (_, edit, message) => {
  expect(edit).toThrow(message)
})

test('a name that is nearly right is recognised', () => {
  expect(() => removeTree(ROSTER, 'ubs')).toThrow(expect.objectContaining({ hint: 'Did you mean usb?' }) as Error)
})

/** Rosters as people leave them: comments anywhere, blank lines with and without spaces, either line end, no last line end. */
const scruffyRoster = fc
  .record({
    trees: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 5 }),
    filler: fc.array(fc.array(fc.constantFrom('', '', '  ', '# note', '\t# [[trees]]', '#'), { maxLength: 4 }), {
      minLength: 14,
      maxLength: 14,
    }),
    tables: fc.boolean(),
    eol: fc.constantFrom('\n', '\r\n'),
    ends: fc.boolean(),
  })
  .map(({ trees, filler, tables, eol, ends }) => {
    const lines = [...(filler[0] ?? []), '[project]', ...(filler[1] ?? []), 'name = """', '# not a comment"""']
    trees.forEach((name, place) => {
      lines.push(...(filler[2 * place + 2] ?? []), '[[trees]]', `name = "${name}" # ${name}`)
      lines.push(...(filler[2 * place + 3] ?? []), `url = '${name}'`)
    })
    if (tables) lines.push('[publish]', 'push = [', '# [[trees]]', ']')
    lines.push(...(filler[13] ?? []))
    return { trees, text: lines.join(eol) + (ends ? eol : '') }
  })

const editing = fc.record({
  roster: scruffyRoster,
  pick: fc.nat(),
  other: fc.nat(),
  where: fc.constantFrom('before', 'after', 'anywhere'),
})

/** Lines in any order, without the blank ones. */
function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .toSorted()
}

test('what is added and removed again leaves the same bytes', () => {
  fc.assert(
    fc.property(editing, ({ roster: { trees, text }, pick, where }) => {
      const beside = trees[pick % trees.length]
      const place = where === 'anywhere' || beside === undefined ? {} : { [where]: beside }
      const added = addTree(text, { ...NET, name: 'added', ...place })
      const expected = [...trees]
      const at = beside === undefined || where === 'anywhere' ? trees.length : trees.indexOf(beside)
      expected.splice(where === 'after' && beside !== undefined ? at + 1 : at, 0, 'added')
      expect(names(added)).toEqual(expected)
      expect(removeTree(added, 'added')).toBe(text)
    }),
    { numRuns: 500 },
  )
})

test('a moved tree stands where it was told, and no line is lost or changed', () => {
  fc.assert(
    fc.property(editing, ({ roster: { trees, text }, pick, other, where }) => {
      fc.pre(trees.length > 1)
      const name = trees[pick % trees.length]!
      const target = trees[other % trees.length]!
      const moved = moveTree(text, name, where === 'before' ? { before: target } : { after: target })
      const rest = trees.filter((tree) => tree !== name)
      const at = rest.indexOf(target)
      const expected = name === target ? trees : rest.toSpliced(where === 'before' ? at : at + 1, 0, name)
      expect(names(moved)).toEqual(expected)
      expect(linesOf(moved)).toEqual(linesOf(text))
    }),
    { numRuns: 500 },
  )
})

test('removing a tree takes its own lines and comments, and nothing else', () => {
  fc.assert(
    fc.property(editing, ({ roster: { trees, text }, pick }) => {
      fc.pre(trees.length > 0)
      const name = trees[pick % trees.length]!
      const removed = removeTree(text, name)
      expect(names(removed)).toEqual(trees.filter((tree) => tree !== name))
      const left = linesOf(removed)
      const taken = linesOf(text).filter((line) => {
        const at = left.indexOf(line)
        if (at >= 0) left.splice(at, 1)
        return at < 0
      })
      expect(left).toEqual([])
      expect(taken.filter((line) => !line.trim().startsWith('#'))).toEqual(
        ['[[trees]]', `name = "${name}" # ${name}`, `url = '${name}'`].toSorted(),
      )
    }),
  )
})

test('whatever a tree is called, what is written reads back', () => {
  const text = fc.string({ unit: 'binary' })
  const wellFormed = (value: string): string => Buffer.from(value).toString()
  fc.assert(
    fc.property(fc.record({ name: text, url: text, branch: text, contacts: fc.array(text) }), (tree) => {
      const { trees } = parse(addTree(ROSTER, tree)) as { trees: Record<string, unknown>[] }
      const { contacts = [], ...read } = trees.at(-1) ?? {}
      expect({ ...read, contacts }).toEqual({
        name: wellFormed(tree.name),
        url: wellFormed(tree.url),
        branch: wellFormed(tree.branch),
        contacts: tree.contacts.map(wellFormed),
      })
    }),
  )
})
