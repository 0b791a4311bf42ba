/** People who stand in a file's own text: bindings of the kernel name their maintainers there, and get_maintainer.pl asks them. */
import type { Person } from '../../model/person.ts'

const ADDRESS = /[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9]+/g

/** Longest line that is looked at, in characters: people stand in short ones. */
const LINE_MAX = 1000

/** Each address with the words before it on its line, of which the last two make the name, or three where one is an initial. */
export function peopleInFile(text: string): Person[] {
  return text.split('\n').flatMap((line) => (line.length > LINE_MAX ? [] : peopleInLine(line)))
}

function peopleInLine(line: string): Person[] {
  let from = 0
  return [...line.matchAll(ADDRESS)].map(({ 0: email, index }) => {
    const before = line.slice(from, index)
    from = index + email.length
    return { name: nameBefore(before), email }
  })
}

function nameBefore(text: string): string {
  const words = /[\p{L}"' ,.+-]*$/u.exec(text.replace(/\s*,*\s*[(<{]?$/, ''))?.[0].trim() ?? ''
  const parts = words.split(/[^\p{L}',.+-]+/u).filter((word) => word !== '')
  const [last, middle, first] = parts.toReversed()
  const isInitial = (word: string | undefined): boolean => word !== undefined && /^\p{L}\.?$/u.test(word)
  const name = parts.length < 3 ? parts : isInitial(first) || isInitial(middle) ? [first, middle, last] : [middle, last]
  return name
    .join(' ')
    .replace(/^[,.]|[,.]$/g, '')
    .trim()
}
