/** Base files made up: 3,000 of a kernel's kinds and proportions, in seconds rather than minutes. */
import { byText } from '../../src/base/std/collections.ts'
import type { BaseFile, BaseFiles } from './base-files.ts'
import { word } from './edits.ts'
import { Random } from './random.ts'

const FOLDERS = 100
const FILES_PER_FOLDER = 30
/** Of these, how many lie in a folder of their own, small enough to be renamed whole. */
const FILES_DEEPER = 6

const TOPS = [
  'arch',
  'drivers/net',
  'drivers/gpu',
  'drivers/usb',
  'fs',
  'kernel',
  'mm',
  'net',
  'sound',
  'Documentation',
]

/** Each file's text follows from its path alone. */
export function syntheticFiles(folders = FOLDERS): BaseFiles {
  const texts = new Map<string, string>([['MAINTAINERS', maintainers()]])
  for (let folder = 0; folder < folders; folder++) {
    for (let file = 0; file < FILES_PER_FOLDER; file++) {
      const path = pathOf(folder, file)
      texts.set(path, textOf(path, new Random('file', path)))
    }
  }
  const files = [...texts].map(([path, text]): BaseFile => ({ path, mode: '100644', bytes: text.length }))
  return {
    files: files.sort((a, b) => byText(a.path, b.path)),
    read: (path) => Buffer.from(texts.get(path) ?? ''),
  }
}

function pathOf(folder: number, file: number): string {
  const inside = `${TOPS[folder % TOPS.length]}/part${Math.floor(folder / TOPS.length)}`
  if (file === 0) return `${inside}/Makefile`
  if (file === 1) return `${inside}/Kconfig`
  const deeper = file >= FILES_PER_FOLDER - FILES_DEEPER ? 'ops/' : ''
  return `${inside}/${deeper}unit${file}.${file % 5 === 0 ? 'h' : 'c'}`
}

function textOf(path: string, random: Random): string {
  if (path.endsWith('Makefile')) return times(40, (n) => `obj-$(CONFIG_PART_${n})\t+= unit${n}.o\n`)
  if (path.endsWith('Kconfig'))
    return times(20, (n) => `config PART_${n}\n\ttristate "Part ${n}"\n\thelp\n\t  Part ${n} of ${path}.\n\n`)
  if (path.endsWith('.h'))
    return times(120, (n) => `#define ${word(random).toUpperCase()}_${n}\t${random.below(1000)}\n`)
  return `// ${path}\n\n${times(random.between(6, 40), (n) => functionText(n, random))}`
}

function functionText(n: number, random: Random): string {
  const body = times(random.between(3, 12), () => `\t${word(random)}(${word(random)}, ${random.below(100)});\n`)
  return `static int ${word(random)}_${n}(struct ${word(random)} *${word(random)})\n{\n\tint ret = 0;\n\n${body}\treturn ret;\n}\n\n`
}

function maintainers(): string {
  return times(300, (n) => `PART ${n}\nL:\tpart${n}@example.org\nS:\tMaintained\nF:\tdrivers/part${n}/\n\n`)
}

function times(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join('')
}
