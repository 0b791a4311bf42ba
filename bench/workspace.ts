/** Workspaces of Tributary over a world, and copies of them to spend. */
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { tributary } from './tributary.ts'
import type { World } from './world/world.ts'

/** What git never writes to once it is there, so that copies can share it. */
const OBJECTS = /(?:^|\/)objects\//

/** A folder beside the world, on the same disk. */
export function makeFolder(world: World): string {
  return mkdtempSync(join(dirname(world.server), 'workspace-'))
}

/** A workspace whose record holds every tree's tip and no release. */
export async function fetchedWorkspace(world: World, url: string): Promise<string> {
  const folder = makeFolder(world)
  rmSync(folder, { recursive: true })
  await tributary(dirname(folder), ['init', folder, '--upstream', `${url}#${world.upstream.branch}`])
  writeRoster(folder, world, url)
  await tributary(folder, ['fetch'])
  return folder
}

export function writeRoster(folder: string, world: World, url: string): void {
  const trees = world.trees.map(({ name, branch, kind }) =>
    ['[[trees]]', `name = "${name}"`, `url = "${url}"`, `branch = "${branch}"`, `kind = "${kind}"`].join('\n'),
  )
  writeFileSync(join(folder, 'tributary.toml'), [settings(world, url), ...trees, ''].join('\n\n'))
}

function settings(world: World, url: string): string {
  return [
    '[project]',
    `name = "${world.name}"`,
    'integrator = { name = "Integrator", email = "integrator@example.org" }',
    'lists = ["next@example.org"]',
    '',
    '[upstream]',
    `url = "${url}"`,
    `branch = "${world.upstream.branch}"`,
    '',
    '[fetch]',
    'schemes = ["file", "git"]',
    'private_hosts = true',
  ].join('\n')
}

/** A copy whose objects are links, so that one of a kernel is made in no time. */
export function copyWorkspace(world: World, from: string): string {
  const folder = makeFolder(world)
  copyFolder(from, folder)
  return folder
}

export function removeWorkspace(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Objects are shared with the first. */
export function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    const source = join(entry.parentPath, entry.name)
    const path = relative(from, source)
    if (entry.isDirectory()) mkdirSync(join(to, path), { recursive: true })
    else if (OBJECTS.test(path)) link(source, join(to, path))
    else copyFileSync(source, join(to, path))
  }
}

function link(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true })
  linkSync(source, target)
}
