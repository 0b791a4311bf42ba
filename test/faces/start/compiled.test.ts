import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CompiledFiles } from '../../../src/faces/start/compiled.ts'
import { testFolder } from '../../world/folder.ts'

const FIRST = `#!/usr/bin/env node
"use strict";
const second = require('./second.cjs');
exports.path = () => require('node:path').join('a', second.name());
exports.fail = () => { throw new Error('on line five') };
`
const SECOND = `const first = require('./first.cjs');
exports.name = () => typeof first.path;
`

interface First {
  readonly path: () => string
  readonly fail: () => void
}

test('files that need each other are loaded once each, and as well by what was compiled before', () => {
  using folder = testFolder()
  const first = join(folder.path, 'first.cjs')
  writeFileSync(first, FIRST)
  writeFileSync(join(folder.path, 'second.cjs'), SECOND)
  const files = new CompiledFiles()
  const exports = files.load(first) as First
  expect(files.load(first)).toBe(exports)
  expect(exports.path()).toBe('a/function')
  files.keep()
  const kept = readFileSync(`${first}.compiled`)
  expect(existsSync(join(folder.path, 'second.cjs.compiled'))).toBe(true)
  expect((new CompiledFiles().load(first) as First).path()).toBe('a/function')
  for (const spoilt of [Buffer.from('no such thing'), kept.subarray(0, 100), Buffer.alloc(kept.length)]) {
    writeFileSync(`${first}.compiled`, spoilt)
    expect((new CompiledFiles().load(first) as First).path()).toBe('a/function')
  }
})

test('a fault is told with its file and line', () => {
  using folder = testFolder()
  const first = join(folder.path, 'first.cjs')
  writeFileSync(first, FIRST)
  writeFileSync(join(folder.path, 'second.cjs'), SECOND)
  const { fail } = new CompiledFiles().load(first) as First
  expect(stackOf(fail)).toContain(`${first}:5:`)
})

test('text that is not ASCII is read as what it is', () => {
  using folder = testFolder()
  const file = join(folder.path, 'text.cjs')
  writeFileSync(file, "exports.text = 'the tree’s ☃'\n")
  expect(new CompiledFiles().load(file)).toEqual({ text: 'the tree’s ☃' })
})

function stackOf(fail: () => void): string {
  try {
    fail()
  } catch (error) {
    return error instanceof Error ? (error.stack ?? '') : ''
  }
  return ''
}
