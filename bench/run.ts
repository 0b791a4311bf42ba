/** Measures Tributary beside what people use today. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openWorld } from './world/world.ts'
import { throughCoProcess, processAMerge } from './peers/plumbing.ts'
import { inWorkTree } from './peers/work-tree.ts'
import { allPairs } from './peers/all-pairs.ts'
import { differences } from './peers/outcome.ts'

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
const b = await throughCoProcess(world)
console.log(
  'co',
  b.seconds,
  b.contentTree,
  [...b.outcomes].filter(([, o]) => o.kind !== 'merged'),
)
const c = await processAMerge(world)
console.log('proc', c.seconds, differences(b, c))
const d = await allPairs(world)
console.log('pairs', d)
const a = inWorkTree(world)
console.log('work', a.seconds, differences(a, b))
