import { expect, test } from 'vitest'
import type { ConflictId } from '../../../src/base/model/conflict.ts'
import { messageId } from '../../../src/stages/report/message-id.ts'
import { releaseNamed } from '../../world/release.ts'
import { project } from '../../world/reports.ts'

test("a message-id says what the mail is about, at the integrator's domain", () => {
  const release = releaseNamed('next-20260114.1')
  expect(messageId(project, release, 'c0ffee' as ConflictId)).toBe('linux-next-20260114.1.c0ffee@example.org')
  const odd = { ...project, name: 'My <project> ', integrator: { name: 'A', email: 'root' } }
  expect(messageId(odd, release, 'summary')).toBe('My-project--next-20260114.1.summary@invalid')
})
