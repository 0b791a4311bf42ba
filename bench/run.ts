/** Measures Tributary beside what people use today. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openWorld } from './world/world.ts'

const { values } = parseArgs({
  options: { kernel: { type: 'boolean' }, cache: { type: 'string' }, source: { type: 'string' } },
})
const world = await openWorld({
  size: values.kernel ? 'kernel' : 'small',
  cache: values.cache ?? join(tmpdir(), 'tributary-bench'),
  source: values.source,
  say: (line) => console.error(line),
})
console.log(world.server)
