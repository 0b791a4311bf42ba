import { expect, test } from 'vitest'
import { addRule } from '../../../src/stages/roster/add-rule.ts'

const RULE = { glob: 'po/*.po', take: 'theirs' } as const
const TREE = '[[trees]]\nname = "net"\nurl = "https://example.org/net.git"\nbranch = "main"\n'

test('a first rule stands before the trees, a further one behind the others, and nothing else changes', () => {
  const head = '[project]\nname = "x"   # odd   spacing\n\n'
  const once = addRule(`${head}# the net tree\n${TREE}`, RULE, 'because')
  expect(once).toBe(`${head}# because\n[[resolve]]\npath = "po/*.po"\ntake = "theirs"\n\n# the net tree\n${TREE}`)
  const twice = addRule(once, { glob: 'VERSION', take: 'ours' }, 'too')
  expect(twice).toBe(
    once.replace('take = "theirs"\n', 'take = "theirs"\n\n# too\n[[resolve]]\npath = "VERSION"\ntake = "ours"\n'),
  )
})

test('without trees it stands at the end, with the line ends of the text', () => {
  expect(addRule('[project]\r\nname = "x"\r\n', RULE, 'because')).toBe(
    '[project]\r\nname = "x"\r\n\r\n# because\r\n[[resolve]]\r\npath = "po/*.po"\r\ntake = "theirs"\r\n',
  )
})

test('rules in one line cannot be added to', () => {
  expect(() => addRule('resolve = [{ path = "a", take = "ours" }]\n', RULE, 'because')).toThrow('cannot be edited')
})
