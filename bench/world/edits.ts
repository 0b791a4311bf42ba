/** Edits as they happen in a kernel: a check added, a call replaced, a line in a Makefile, an option, a property, an entry. */
import type { Edit } from './patchwork.ts'
import type { Random } from './random.ts'

/** Where the top and the end of a file begin, as shares of its lines: most patches change the middle. */
const MIDDLE = { from: 0.1, to: 0.95 }

/** Lines looked at, from a random one on, for a place that suits. */
const LOOK_AHEAD_LINES = 60

interface Manner {
  readonly suits: (line: string, next: string) => boolean
  readonly edit: (lines: readonly string[], at: number, random: Random) => Edit
}

/** An edit somewhere in the middle of a file, or undefined when no line there suits. */
export function proposeEdit(path: string, lines: readonly string[], random: Random): Edit | undefined {
  const manner = mannerFor(path)
  const first = Math.floor(lines.length * MIDDLE.from)
  const last = Math.floor(lines.length * MIDDLE.to)
  const from = random.between(first, last)
  for (let at = from; at < Math.min(from + LOOK_AHEAD_LINES, last); at++) {
    if (manner.suits(lines[at] ?? '', lines[at + 1] ?? '')) return manner.edit(lines, at, random)
  }
  return undefined
}

/** What a later patch makes of its own earlier lines. */
export function reworded(edit: Edit, random: Random): Edit {
  const [first = '', ...rest] = edit.lines
  const indent = /^\s*/.exec(first)?.[0] ?? ''
  return {
    ...edit,
    lines: [`${indent}${word(random)}_${number(random)}();`, first, ...rest],
    revision: edit.revision + 1,
  }
}

function mannerFor(path: string): Manner {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (name === 'Makefile') return makefile
  if (name === 'Kconfig') return kconfig
  if (name === 'MAINTAINERS') return maintainers
  if (/\.dtsi?$/.test(name)) return deviceTree
  return /\.[chS]$/.test(name) ? code : prose
}

const code: Manner = {
  suits: (line, next) => /^\t.*;$|^#define \w+\s+\w/.test(line) && !next.startsWith('\t\t\t'),
  edit(lines, at, random) {
    const line = lines[at] ?? ''
    if (line.startsWith('#define'))
      return insert(at, [`#define ${word(random).toUpperCase()}_${number(random)}\t0x${number(random)}`])
    const indent = /^\t*/.exec(line)?.[0] ?? '\t'
    const name = `${word(random)}_${number(random)}`
    switch (random.below(4)) {
      case 0:
        return insert(at, [`${indent}if (unlikely(!${name}))`, `${indent}\treturn -EAGAIN;`, ''])
      case 1:
        return replace(at, [`${indent}ret = ${name}();`, `${indent}if (ret)`, `${indent}\treturn ret;`, line])
      case 2:
        return replace(at, [`${indent}/* ${word(random)} before ${word(random)}: see ${name}() */`])
      default:
        return insert(at, [`${indent}${name}(${number(random)});`])
    }
  },
}

const makefile: Manner = {
  suits: (line, next) => /^obj-.*\+=.*[^\\]$/.test(line) && !line.endsWith('\\') && !next.startsWith('\t'),
  edit: (_, at, random) =>
    insert(at + 1, [
      `obj-$(CONFIG_${word(random).toUpperCase()}_${number(random)})\t+= ${word(random)}_${number(random)}.o`,
    ]),
}

const kconfig: Manner = {
  suits: (line) => /^config \w/.test(line),
  edit(_, at, random) {
    const option = `${word(random)}_${number(random)}`
    const help = `\t  Say Y to ${word(random)} the ${word(random)} of this device.`
    return insert(at, [`config ${option.toUpperCase()}`, `\ttristate "Support for ${option}"`, '\thelp', help, ''])
  },
}

const maintainers: Manner = {
  suits: (line, next) => line === '' && /^[A-Z0-9]/.test(next),
  edit(_, at, random) {
    const name = `${word(random)}-${number(random)}`
    const entry = [`${name.toUpperCase()} DRIVER`, `L:\t${name}@example.org`, 'S:\tMaintained', `F:\tdrivers/${name}/`]
    return insert(at, ['', ...entry])
  },
}

const deviceTree: Manner = {
  suits: (line) => /^\t+[\w-]+ = .*;$/.test(line),
  edit(lines, at, random) {
    const indent = /^\t*/.exec(lines[at] ?? '')?.[0] ?? ''
    return insert(at + 1, [`${indent}${word(random)}-gpios = <&gpio${random.below(8)} ${random.below(32)} 0>;`])
  },
}

const prose: Manner = {
  suits: (line) => /^\s*\S.*[a-z,.]$/.test(line),
  edit(lines, at, random) {
    const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? ''
    const line = `${indent}The ${word(random)} of ${word(random)} ${number(random)} waits for the ${word(random)}.`
    return random.chance(0.5) ? replace(at, [line]) : insert(at, [line])
  },
}

function insert(at: number, lines: readonly string[]): Edit {
  return { start: at, end: at, lines, revision: 0 }
}

function replace(at: number, lines: readonly string[]): Edit {
  return { start: at, end: at + 1, lines, revision: 0 }
}

const WORDS =
  'queue probe clock ring buffer latch fence timer irq regulator bridge channel frame codec port link'.split(' ')

export function word(random: Random): string {
  return random.pick(WORDS)
}

function number(random: Random): string {
  return random.below(0x1000000).toString(16).padStart(6, '0')
}
