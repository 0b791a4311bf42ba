/** How dist/ is made: a few files a command instead of hundreds, since Node takes longer to find and read files than to run them. */
import { defineConfig } from 'rolldown'

export default defineConfig({
  input: {
    'faces/cli/main': 'src/faces/cli/main.ts',
    'faces/demo/main': 'src/faces/demo/main.ts',
    'faces/start/main': 'src/faces/start/main.ts',
  },
  platform: 'node',
  // One brings a library for each machine and finds it from where it stands itself; the others are for gates on other machines alone.
  external: ['@photostructure/sqlite', 'bullmq', 'ioredis'],
  transform: { target: 'node20.19' },
  output: {
    // Of these, unlike of ES modules, Node 20 can keep what it compiled (src/faces/start).
    format: 'cjs',
    strict: true,
    dynamicImportInCjs: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    sourcemap: true,
    codeSplitting: {
      groups: [
        // What the command line needs to say what there is stands apart from what does it.
        { name: 'words', test: /src\/base\/(std|text\/printable)|node_modules\/(commander|picocolors)/, priority: 2 },
        // What a run needs is one file; what only other commands do stands in files of their own.
        {
          name: 'engine',
          test: /src\/(base|memory\/record|stages)\/|src\/pipeline\/(run|try)\.ts|node_modules/,
          priority: 1,
        },
      ],
    },
  },
})
