import { expect, test } from 'vitest'
import type { Finding, FindingId } from '../../../src/base/model/finding.ts'
import { afterNews, findingNews, type Standing } from '../../../src/memory/record/findings.ts'
import { dayOf } from '../../world/release.ts'

const finding = (id: string): Finding => ({ id }) as Finding

const MONDAY = dayOf('2026-01-12')
const TUESDAY = dayOf('2026-01-13')

test('what stands keeps the day on which it was first seen, and what comes back is new', () => {
  const none: Standing = new Map()
  const monday = findingNews(none, [finding('a'), finding('b')], MONDAY)
  expect(monday.appeared.map(({ id }) => id)).toEqual(['a', 'b'])
  const standing = afterNews(none, monday)
  const tuesday = findingNews(standing, [finding('b'), finding('c')], TUESDAY)
  expect(tuesday).toMatchObject({ appeared: [{ id: 'c' }], gone: ['a'] })
  const later = afterNews(standing, tuesday)
  expect([...later]).toEqual([
    ['b', MONDAY],
    ['c', TUESDAY],
  ])
  expect(findingNews(later, [finding('a')], TUESDAY).appeared.map(({ id }) => id)).toEqual(['a' as FindingId])
})
