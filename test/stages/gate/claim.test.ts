import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { VerdictKey } from '../../../src/base/model/verdict.ts'
import { type ClaimSetting, withClaim } from '../../../src/stages/gate/claim.ts'
import { testFolder } from '../../world/folder.ts'

const KEY = 'a'.repeat(40) as VerdictKey

function settingIn(folder: string, stop?: AbortSignal): ClaimSetting {
  return { folder: join(folder, 'asked'), pid: process.pid, stop }
}

test('what somebody is at work on is waited for, and whoever waited knows it', async () => {
  using folder = testFolder()
  const setting = settingIn(folder.path)
  const order: string[] = []
  let go: () => void = () => undefined
  const first = withClaim(KEY, setting, async (waited) => {
    order.push(`first, waited: ${waited}`)
    await new Promise<void>((resolve) => {
      go = resolve
      second = withClaim(KEY, setting, (late) => Promise.resolve(order.push(`second, waited: ${late}`)))
    })
  })
  let second: Promise<unknown> = Promise.resolve()
  await withClaim('b'.repeat(40) as VerdictKey, setting, (waited) =>
    Promise.resolve(order.push(`other, waited: ${waited}`)),
  )
  go()
  await first
  await second
  expect(order).toEqual(['first, waited: false', 'other, waited: false', 'second, waited: true'])
  expect(readdirSync(setting.folder)).toEqual([])
})

test('what a dead process claimed is free, and so is what failed', async () => {
  using folder = testFolder()
  const setting = settingIn(folder.path)
  await expect(withClaim(KEY, setting, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const dead = execFileSync('sh', ['-c', 'echo $$']).toString()
  writeFileSync(join(setting.folder, KEY), dead)
  expect(await withClaim(KEY, setting, Promise.resolve.bind(Promise))).toBe(false)
})

test('who is told to end waits for nobody', async () => {
  using folder = testFolder()
  const setting = settingIn(folder.path, AbortSignal.abort())
  await withClaim(KEY, settingIn(folder.path), async () => {
    await expect(withClaim(KEY, setting, Promise.resolve.bind(Promise))).rejects.toMatchObject({ code: 'stopped' })
  })
})
