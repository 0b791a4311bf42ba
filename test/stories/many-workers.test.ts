/** Many probes over many workers, some of which die: every question is answered once, by what is right. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GateName } from '../../src/base/model/gate.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import { readQueueUrl } from '../../src/base/text/queue-url.ts'
import { RemotePool } from '../../src/stages/gate/queue/remote-pool.ts'
import { git, importCommits, initBare } from '../world/fast-import.ts'
import { testFolder } from '../world/folder.ts'
import { testGate } from '../world/gates.ts'
import { dayOf, INTEGRATOR } from '../world/release.ts'
import { hasRedis, startRedis } from '../world/redis.ts'
import { testGit } from '../world/roster.ts'
import { Workers } from '../world/workers.ts'

const WORKERS = 16
const PROBES = 320

test.skipIf(!hasRedis)(
  'sixteen workers answer hundreds of probes, and those that are killed are made up for',
  async () => {
    using folder = testFolder()
    const record = join(folder.path, 'record.git')
    initBare(record)
    importCommits(record, [{ branch: 'main', subject: 'start', files: { number: '0\n' } }])
    const numbers = Array.from({ length: PROBES }, (_, at) => at + 1)
    importCommits(
      record,
      numbers.map((n) => ({ branch: `c${n}`, parents: ['main'], subject: `${n}`, files: { number: `${n}\n` } })),
    )
    const commits = numbers.map((n) => git(record, ['rev-parse', `c${n}`]) as CommitOid)
    await using redis = await startRedis()
    await using workers = new Workers({ folder: folder.path, record, queue: redis.url })
    const started = await Promise.all(Array.from({ length: WORKERS }, () => workers.start()))
    const address = readQueueUrl(redis.url)
    if (typeof address === 'string') throw new Error(address)
    const bound = testGit().at(record)
    const setting = { queue: { address, password: undefined }, shop: bound, record: bound, by: INTEGRATOR }
    const onto = git(record, ['rev-parse', 'main']) as CommitOid
    await using pool = await RemotePool.open({
      ...setting,
      onto,
      at: dayOf('2026-01-14'),
      secrets: [],
      stop: undefined,
      folder: join(folder.path, 'gates'),
    })
    // A third of them fails; the exit code is how far the number is from the last that could be divided.
    const gate = testGate('exit $(( $(cat number) % 3 ))', { name: 'divide' as GateName })
    expect(await pool.slotsFor(gate)).toBe(WORKERS)
    let answered = 0
    const said = await Promise.all(
      commits.map(async (commit) => {
        const { outcome } = await pool.try(gate, commit)
        answered += 1
        if (answered === PROBES / 4) await Promise.all(started.slice(0, 3).map((worker) => worker.kill()))
        return outcome.kind === 'failed' ? outcome.exit : outcome.kind
      }),
    )
    expect(said).toEqual(numbers.map((n) => (n % 3 === 0 ? 'passed' : n % 3)))
  },
)
