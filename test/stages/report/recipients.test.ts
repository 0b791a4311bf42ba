import { expect, test } from 'vitest'
import type { Person } from '../../../src/base/model/person.ts'
import { addressReport, contactsOf } from '../../../src/stages/report/recipients.ts'
import { INTEGRATOR } from '../../world/release.ts'
import { project } from '../../world/reports.ts'
import { testTree, treeName } from '../../world/roster.ts'

const people = (...locals: string[]): Person[] => locals.map((local) => ({ name: '', email: `${local}@example.org` }))
const many = (word: string, amount: number): Person[] =>
  people(...Array.from({ length: amount }, (_, n) => `${word}${n}`))

test('each address is written to once, and rather To than Cc', () => {
  const { to, cc } = addressReport(
    people('net', 'usb', 'NET'),
    people('list'),
    people('list', 'Usb', 'author', 'author'),
  )
  expect(to).toEqual(people('net', 'usb'))
  expect(cc).toEqual(people('list', 'author'))
})

test('what is no address is passed over', () => {
  expect(addressReport(people('a b', 'net'), people('x\nBcc: y'), []).to).toEqual(people('net'))
})

test('too many people are cut off, authors first, and the lists never', () => {
  const lists = people('list')
  const crowd = addressReport(many('contact', 5), lists, many('author', 100))
  expect([crowd.to.length, crowd.cc.length, crowd.cc[0]]).toEqual([5, 15, lists[0]])
  const mob = addressReport(many('contact', 100), lists, many('author', 100))
  expect([mob.to.length, mob.cc]).toEqual([19, lists])
})

test('a tree without contacts, or one that is no longer in the roster, leaves it to the lists and the integrator', () => {
  const trees = [testTree('net'), testTree('usb', { contacts: [] })]
  expect(contactsOf(treeName('net'), trees, project)).toEqual([{ name: 'net maintainer', email: 'net@example.org' }])
  expect(contactsOf(treeName('usb'), trees, project)).toEqual([...project.lists, INTEGRATOR])
  expect(contactsOf(treeName('gone'), trees, project)).toEqual([...project.lists, INTEGRATOR])
})
