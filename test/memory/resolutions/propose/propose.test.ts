import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClashedFile } from '../../../../src/base/model/clashed-file.ts'
import { propose } from '../../../../src/memory/resolutions/propose/propose.ts'
import { clashed, type Versions } from '../../../world/clashed.ts'

function texts(file: ClashedFile): string[] {
  return propose(file).map(({ outcome }) => ('text' in outcome ? outcome.text : ''))
}

function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join('')
}

interface Case extends Versions {
  readonly name: string
  readonly shape: string
  /** The first proposal. */
  readonly result: string
}

const cases: readonly Case[] = [
  {
    name: 'edits of neighbouring lines',
    shape: 'combined-lines',
    base: lines('{', '\tint err;', '\tinit(dev);', '\treturn 0;', '}'),
    ours: lines('{', '\tint err = 0;', '\tinit(dev);', '\treturn 0;', '}'),
    theirs: lines('{', '\tint err;', '\tinit(dev, GFP_KERNEL);', '\treturn 0;', '}'),
    result: lines('{', '\tint err = 0;', '\tinit(dev, GFP_KERNEL);', '\treturn 0;', '}'),
  },
  {
    name: 'a line put in where the next one goes',
    shape: 'combined-lines',
    base: lines('F:\tcerts/', 'F:\tscripts/extract-cert.c', 'F:\tscripts/sign-file.c'),
    ours: lines('F:\tcerts/', 'F:\tscripts/sign-file.c'),
    theirs: lines(
      'F:\tcerts/',
      'F:\tscripts/check-hashes.awk',
      'F:\tscripts/extract-cert.c',
      'F:\tscripts/sign-file.c',
    ),
    result: lines('F:\tcerts/', 'F:\tscripts/check-hashes.awk', 'F:\tscripts/sign-file.c'),
  },
  {
    name: 'different words of a line',
    shape: 'combined-words',
    base: lines('a', 'static int probe(struct dev *d, int flags)', 'b'),
    ours: lines('a', 'int probe(struct dev *d, int flags)', 'b'),
    theirs: lines('a', 'static int probe(struct dev *d, unsigned int flags)', 'b'),
    result: lines('a', 'int probe(struct dev *d, unsigned int flags)', 'b'),
  },
  {
    name: 'objects added to one line of a Makefile',
    shape: 'combined-words',
    base: lines('obj-y += core.o', ''),
    ours: lines('obj-y += core.o usb.o', ''),
    theirs: lines('obj-y += core.o net.o', ''),
    result: lines('obj-y += core.o usb.o net.o', ''),
  },
  {
    name: 'tests put in at the end of a file, alike in their last lines',
    shape: 'union',
    base: lines('test one', '', 'test_done'),
    ours: lines('test one', '', "test_expect_success 'ours' '", '\tours', "'", '', 'test_done'),
    theirs: lines('test one', '', "test_expect_success 'theirs' '", '\ttheirs', "'", '', 'test_done'),
    result: lines(
      'test one',
      '',
      "test_expect_success 'ours' '",
      '\tours',
      "'",
      '',
      "test_expect_success 'theirs' '",
      '\ttheirs',
      "'",
      '',
      'test_done',
    ),
  },
  {
    name: 'a sorted list of includes',
    shape: 'union',
    base: lines('#include <linux/device.h>', '#include <linux/errno.h>', '#include <linux/slab.h>', ''),
    ours: lines(
      '#include <linux/device.h>',
      '#include <linux/errno.h>',
      '#include <linux/of.h>',
      '#include <linux/slab.h>',
      '',
    ),
    theirs: lines(
      '#include <linux/device.h>',
      '#include <linux/errno.h>',
      '#include <linux/gpio.h>',
      '#include <linux/slab.h>',
      '',
    ),
    result: lines(
      '#include <linux/device.h>',
      '#include <linux/errno.h>',
      '#include <linux/gpio.h>',
      '#include <linux/of.h>',
      '#include <linux/slab.h>',
      '',
    ),
  },
  {
    name: 'sections of MAINTAINERS in the order of their names',
    shape: 'union',
    base: lines('', 'ASUS NOTEBOOKS', 'S:\tMaintained', '', 'ASUS WIRELESS', 'S:\tMaintained', ''),
    ours: lines(
      '',
      'ASUS NOTEBOOKS',
      'S:\tMaintained',
      '',
      'ASUS WMI',
      'F:\twmi.c',
      '',
      'ASUS WIRELESS',
      'S:\tMaintained',
      '',
    ).replace('ASUS WMI', 'ASUS TUF'),
    theirs: lines(
      '',
      'ASUS NOTEBOOKS',
      'S:\tMaintained',
      '',
      'ASUS ROG',
      'F:\trog.c',
      '',
      'ASUS WIRELESS',
      'S:\tMaintained',
      '',
    ),
    result: lines(
      '',
      'ASUS NOTEBOOKS',
      'S:\tMaintained',
      '',
      'ASUS ROG',
      'F:\trog.c',
      '',
      'ASUS TUF',
      'F:\twmi.c',
      '',
      'ASUS WIRELESS',
      'S:\tMaintained',
      '',
    ),
  },
  {
    name: 'one side has all that the other put in',
    shape: 'one-side',
    base: lines('enum {', '};'),
    ours: lines('enum {', '\tFLAG_A = 1,', '};'),
    theirs: lines('enum {', '\tFLAG_A = 1,', '\tFLAG_B = 2,', '};'),
    result: lines('enum {', '\tFLAG_A = 1,', '\tFLAG_B = 2,', '};'),
  },
  {
    name: 'an edit among lines that the other side moved in',
    shape: 'combined-lines',
    base: lines('{', '\tlock(dev);', '\tread(dev, 1);', '\tunlock(dev);', '}'),
    ours: lines('{', '\tif (dev) {', '\t\tlock(dev);', '\t\tread(dev, 1);', '\t\tunlock(dev);', '\t}', '}'),
    theirs: lines('{', '\tlock(dev);', '\tread(dev, 2);', '\tflush(dev);', '\tunlock(dev);', '}'),
    result: lines(
      '{',
      '\tif (dev) {',
      '\t\tlock(dev);',
      '\t\tread(dev, 2);',
      '\t\tflush(dev);',
      '\t\tunlock(dev);',
      '\t}',
      '}',
    ),
  },
  {
    name: 'lines rewritten between which others were put',
    shape: 'combined-lines',
    base: lines('a', 'bio = bio_alloc(GFP_KERNEL, 1);', 'bio_set_dev(bio, bdev);', 'b'),
    ours: lines('a', 'bio = bio_alloc(GFP_KERNEL, 1);', 'set_crypt_ctx(bio, inode);', 'bio_set_dev(bio, bdev);', 'b'),
    theirs: lines('a', 'bio = bio_alloc(bdev, 1, REQ_OP_WRITE, GFP_KERNEL);', 'b'),
    result: lines('a', 'bio = bio_alloc(bdev, 1, REQ_OP_WRITE, GFP_KERNEL);', 'set_crypt_ctx(bio, inode);', 'b'),
  },
  {
    name: 'the later of two versions',
    shape: 'one-side',
    base: lines('VERSION = 6', 'SUBLEVEL = 1'),
    ours: lines('VERSION = 6', 'SUBLEVEL = 10'),
    theirs: lines('VERSION = 6', 'SUBLEVEL = 9'),
    result: lines('VERSION = 6', 'SUBLEVEL = 10'),
  },
  {
    name: 'lines put in under a name that the other side changed',
    shape: 'combined-lines',
    base: lines('lock(page);', 'use(page);', 'unlock(page);'),
    ours: lines('lock(folio);', 'use(folio);', 'unlock(folio);'),
    theirs: lines('lock(page);', 'use(page);', 'flush(page);', 'unlock(page);'),
    result: lines('lock(folio);', 'use(folio);', 'flush(folio);', 'unlock(folio);'),
  },
  {
    name: 'lines put in between lines that the other side changed',
    shape: 'combined-lines',
    base: lines('deps = [', 'accepts 1.3.7 stable', 'router 0.1.7 stable', 'send 0.17.1 stable', ']'),
    ours: lines(
      'deps = [',
      'accepts 1.3.7 stable',
      'path 1.0.0 new',
      'router 0.1.7 stable',
      'qs 6.7.0 new',
      'send 0.17.1 stable',
      ']',
    ),
    theirs: lines('deps = [', 'accepts 1.3.8 stable', 'router 0.1.8 stable', 'send 0.17.2 stable', ']'),
    result: lines(
      'deps = [',
      'accepts 1.3.8 stable',
      'path 1.0.0 new',
      'router 0.1.8 stable',
      'qs 6.7.0 new',
      'send 0.17.2 stable',
      ']',
    ),
  },
  {
    name: 'a local name that the other side changed',
    shape: 'combined-lines',
    base: lines('if (!host || !trust(addr)) {', "  host = get('Host');", '}', 'other(host)'),
    ours: lines('if (!val || !trust(addr)) {', "  val = get('Host');", '}', 'other(host)'),
    theirs: lines(
      'if (!host || !trust(addr)) {',
      "  host = get('Host');",
      '} else {',
      '  host = cut(host);',
      '}',
      'other(host)',
    ),
    result: lines(
      'if (!val || !trust(addr)) {',
      "  val = get('Host');",
      '} else {',
      '  val = cut(val);',
      '}',
      'other(host)',
    ),
  },
  {
    name: 'a line put in beside those that the other side took out',
    shape: 'combined-lines',
    base: lines('a', 'old(1);', 'older(2);', 'b'),
    ours: lines('a', 'b'),
    theirs: lines('a', 'old(1);', 'older(2);', 'newest(3);', 'b'),
    result: lines('a', 'newest(3);', 'b'),
  },
  {
    name: 'lines taken out that the other side changed',
    shape: 'deletion',
    base: lines('a', 'old(1);', 'older(2);', 'b'),
    ours: lines('a', 'b'),
    theirs: lines('a', 'old(3);', 'older(4);', 'b'),
    result: lines('a', 'b'),
  },
]

describe('the first proposal', () => {
  test.each(cases)('$name', ({ base, ours, theirs, shape, result }) => {
    const [first] = propose(clashed({ base, ours, theirs }))
    expect(first?.outcome).toEqual({ text: result })
    expect(first?.shape).toBe(shape)
  })
})

test('the last of a list gets the comma that the others have', () => {
  const base = lines('x = [', '  a,', '  b', ']')
  const file = clashed({
    base,
    ours: lines('x = [', '  a,', '  b,', '  c', ']'),
    theirs: lines('x = [', '  a,', '  b,', '  d', ']'),
  })
  expect(texts(file)).toContain(lines('x = [', '  a,', '  b,', '  c,', '  d', ']'))
})

test('hunks of different shapes have each their own answer', () => {
  const rest = ['1', '2', '3', '4', '5', '6', '7', '8']
  const file = clashed({
    base: lines('a', 'b', ...rest, 'z'),
    ours: lines('A', 'b', ...rest, 'ours();', 'z'),
    theirs: lines('a', 'B', ...rest, 'theirs();', 'z'),
  })
  const [first] = propose(file)
  expect(first?.shape).toBe('mixed')
  expect(first?.why).toContain('place by place: 1. ')
  expect(first?.outcome).toEqual({ text: lines('A', 'B', ...rest, 'ours();', 'theirs();', 'z') })
})

test('of a file that clashes in many places no guess is told that is none, and neighbours answered alike are told in one', () => {
  const version = (side: string, length: number): string =>
    lines(...Array.from({ length }, (_, at) => (at % 5 === 0 ? `${side} ${at}` : `same ${at}`)))
  const inPlaces = (length: number) =>
    propose(clashed({ base: version('x', length), ours: version('a', length), theirs: version('b', length) }))
  const proposals = inPlaces(60)
  expect(proposals.length).toBeGreaterThan(1)
  expect(proposals.filter(({ sureness }) => Math.round(sureness * 100) === 0)).toEqual([])
  const mixed = inPlaces(15).filter(({ shape }) => shape === 'mixed')
  expect(mixed.map(({ why }) => why)).toContain(
    'place by place: 1 to 2. ours, where both changed the same lines; 3. theirs, where both changed the same lines',
  )
})

test('conflicts nested in a side are not proposed', () => {
  const nested = '<<<<<<< x\na\n=======\nb\n>>>>>>> y\n'
  const file: ClashedFile = {
    ...clashed({ base: 'a\n', ours: 'b\n', theirs: 'c\n' }),
    passages: [{ kind: 'clash', ours: nested, theirs: 'c\n' }],
  }
  expect(texts(file)).toEqual(['c\n'])
})

test('what is too large to compare, or has no base, still has both sides', () => {
  const file: ClashedFile = { ...clashed({ base: 'a\n', ours: 'b\n', theirs: 'c\n' }), texts: {} }
  expect(texts(file)).toEqual(expect.arrayContaining(['b\n', 'c\n', 'b\nc\n']))
})

test('a file of a hundred thousand clashing lines is answered, and so is one of thousands of clashes', () => {
  const many = (word: string): string => Array.from({ length: 50_000 }, (_, line) => `${word} ${line}\n`).join('')
  expect(texts(clashed({ base: 'x\n', ours: many('ours'), theirs: many('theirs') })).length).toBeGreaterThan(1)
  const minified = (word: string): string => `${`a(${word},`.repeat(300_000)}\n`.repeat(3)
  expect(texts(clashed({ base: minified('x'), ours: minified('y'), theirs: minified('z') })).length).toBeGreaterThan(1)
  const often = (word: string): string =>
    Array.from({ length: 3_000 }, (_, at) => `${word}\n1 ${at}\n2\n3\n4\n5\n`).join('')
  const file = clashed({ base: often('base'), ours: often('ours'), theirs: often('theirs') })
  expect(texts(file)).toEqual([often('ours'), often('theirs')])
})

const some = fc.array(fc.constantFrom('a();\n', 'b();\n', 'int c;\n', '}\n', '\n', '\ta();\n'), { maxLength: 14 })

test('at most seven, surest first, no two alike, no markers, and every line of theirs, ours or the base', () => {
  fc.assert(
    fc.property(some, some, some, (base, ours, theirs) => {
      const file = clashed({ base: base.join(''), ours: ours.join(''), theirs: theirs.join('') })
      fc.pre(file.passages.some(({ kind }) => kind === 'clash'))
      const proposals = propose(file)
      expect(proposals.length).toBeLessThanOrEqual(7)
      expect(proposals.length).toBeGreaterThan(1)
      const sureness = proposals.map((one) => one.sureness)
      expect(sureness).toEqual(sureness.toSorted((a, b) => b - a))
      expect(Math.max(...sureness)).toBeLessThan(1)
      const all = texts(file)
      expect(new Set(all).size).toBe(all.length)
      for (const text of all) expect(text).not.toMatch(/^[<=>|]{7}/m)
      // What lines say: they may have been moved in or out.
      const known = new Set([...base, ...ours, ...theirs].map((line) => line.trim()))
      const ofLines = all.filter((_, place) => !['combined-words', 'mixed'].includes(proposals[place]?.shape ?? ''))
      const said = ofLines.flatMap((text) => text.split('\n').map((line) => line.trim()))
      expect(said.filter((line) => !known.has(line) && line !== '')).toEqual([])
    }),
    { numRuns: 150 },
  )
})
