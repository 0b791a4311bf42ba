import { expect, test } from 'vitest'
import { movedCommit } from '../../../src/base/git/moved-commit.ts'
import { type CommitOid, EMPTY_TREE } from '../../../src/base/model/oid.ts'

const PARENT = '0123456789abcdef0123456789abcdef01234567' as CommitOid

function moved(message: string, head = ''): string {
  const content = Buffer.from(
    `tree ${'1'.repeat(40)}\nparent ${'2'.repeat(40)}\nauthor A <a@example.org> 1 +0000\ncommitter C <c@example.org> 2 +0100\n${head}\n${message}`,
  )
  return movedCommit(content, { tree: EMPTY_TREE, parent: PARENT, trailer: 'Part-of: net x' }).content.toString()
}

const HEAD = `tree ${EMPTY_TREE}\nparent ${PARENT}\nauthor A <a@example.org> 1 +0000\ncommitter C <c@example.org> 2 +0100\n`

test('people, dates and words stay; the line joins the trailers, or stands by itself', () => {
  expect(moved('net: two\n\nSigned-off-by: A <a@example.org>\n')).toBe(
    `${HEAD}\nnet: two\n\nSigned-off-by: A <a@example.org>\nPart-of: net x\n`,
  )
  expect(moved('net: two\n')).toBe(`${HEAD}\nnet: two\n\nPart-of: net x\n`)
})

test('a signature goes, for it is of something else; the encoding stays', () => {
  const head = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n wsB\n -----END PGP SIGNATURE-----\nencoding ISO-8859-1\n'
  expect(moved('net: two\n', head)).toBe(`${HEAD}encoding ISO-8859-1\n\nnet: two\n\nPart-of: net x\n`)
})
