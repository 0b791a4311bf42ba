import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Set here, in the main process, because workers copy these variables when they start. Git's own variables would lead tests into the developer's
// repository; NODE_EXTRA_CA_CERTS costs every Node that a test starts 50 ms on Node 20.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('GIT_') || name === 'NODE_EXTRA_CA_CERTS') delete process.env[name]
}
process.env['TZ'] = 'UTC'
process.env['LC_ALL'] = 'C'

export default defineConfig({
  // Node 20 cannot read `await using`; this target has it translated.
  oxc: { target: 'es2023' },
  test: {
    include: ['test/**/*.test.ts'],
    // Processes rather than threads: a test starts hundreds of gits, and each start copies the page tables of the process that all threads share.
    pool: 'forks',
    // One for each core: a test waits for git most of the time, so none has to be left for the main process.
    maxWorkers: availableParallelism(),
    globals: false,
    // For what never ends. No test is to fail because a machine is slow: some start processes at a tenth of the usual pace.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ['default', './test/reporter.ts'],
    expandSnapshotDiff: true,
  },
})
