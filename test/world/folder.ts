/** A folder of a test's own, gone when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestFolder extends Disposable {
  readonly path: string
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'tributary-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
