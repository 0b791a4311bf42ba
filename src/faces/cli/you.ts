/** Who is at the keyboard: a name to begin with, which the operator is told to change. */
import { userInfo } from 'node:os'
import type { Person } from '../../base/model/person.ts'

export function whoeverYouAre(): Person {
  const { username } = userInfo()
  return { name: username, email: `${username}@localhost.localdomain` }
}
