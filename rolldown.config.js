/** How dist/ is made: a few files a command instead of hundreds, since Node takes longer to find and read files than to run them. */
import { defineConfig } from 'rolldown'

/**
 * A file of nothing but ASCII is read eight times faster, and V8 keeps it in half the memory. What is not stands in strings, templates,
 * regular expressions and comments, where its escape means the same.
 * @type {import('rolldown').Plugin}
 */
const asciiOnly = {
  name: 'ascii-only',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') file.code = file.code.replaceAll(/[^\0-\x7f]/g, escaped)
  },
}

/** @param {string} unit one code unit */
function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

export default defineConfig({
  input: {
    'faces/cli/main': 'src/faces/cli/main.ts',
    'faces/demo/main': 'src/faces/demo/main.ts',
    'faces/start/main': 'src/faces/start/main.ts',
  },
  platform: 'node',
  // One brings a library for each machine and finds it from where it stands itself; the others are for gates on other machines alone.
  external: ['@photostructure/sqlite', 'bullmq', 'ioredis'],
  plugins: [asciiOnly],
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
