import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { VerdictKey } from '../../../src/base/model/verdict.ts'
import { type ClaimSetting, withClaim } from '../../../src/stages/gate/claim.ts'
import { testFolder } from '../../world/folder.ts'

const KEY = 'a'.repeat(40) as VerdictKey

function settingIn(folder: string, stop?: AbortSignal): ClaimSetting {
  return { folder: join(folder, 'asked'), pid: process.pid, stop, onWait: () => undefined }
}

test('what somebody is at work on is waited for, and whoever waited knows it', async () => {
  using folder = testFolder()
  const setting = settingIn(folder.path)
  const order: string[] = []
  const noted = (who: string) => (waited: boolean) => Promise.resolve(order.push(`${who}, waited: ${waited}`))
  let second: Promise<unknown> = Promise.resolve()
  await withClaim(KEY, setting, async (waited) => {
    await noted('first')(waited)
    await withClaim('b'.repeat(40) as VerdictKey, setting, noted('other'))
    await new Promise<void>((isWaiting) => {
      second = withClaim(KEY, { ...setting, onWait: isWaiting }, noted('second'))
    })
  })
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
