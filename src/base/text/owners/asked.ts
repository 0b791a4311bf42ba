/** Who is to be asked about a change, each once: the people and lists that get_maintainer.pl would name. */
import type { Claim, Owners } from '../../model/owners.ts'
import type { Person } from '../../model/person.ts'

export interface Asked {
  /** Owners and reviewers, those of the most precise claims first. */
  readonly people: readonly Person[]
  readonly lists: readonly Person[]
}

/** Nobody is asked in person about what is everybody's: whoever looks after the rest would hear of all there is. */
export function whoIsAsked(
  claims: readonly Claim[],
  { canonical }: Pick<Owners, 'canonical'>,
  inFiles: readonly Person[] = [],
): Asked {
  const people = claims.flatMap(({ owners, reviewers, isRest }) => (isRest ? reviewers : [...owners, ...reviewers]))
  const asked = eachOnce(eachOnce([...people, ...inFiles.map(canonical)]).map(canonical))
  const known = new Set(asked.map(({ email }) => email.toLowerCase()))
  const lists = eachOnce(claims.flatMap((claim) => claim.lists))
  return { people: asked, lists: lists.filter(({ email }) => !known.has(email.toLowerCase())) }
}

/** By name and by address: who stands there under two addresses is asked at the first. */
function eachOnce(people: readonly Person[]): Person[] {
  const seen = new Set<string>()
  return people.filter(({ name, email }) => {
    const keys = [`@${email.toLowerCase()}`, ...(name === '' ? [] : [name.toLowerCase()])]
    if (keys.some((key) => seen.has(key))) return false
    for (const key of keys) seen.add(key)
    return true
  })
}
