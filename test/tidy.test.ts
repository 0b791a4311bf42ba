/** The shape of this repository, kept by a test. Each rule is proved in tidy/ to find what it looks for. */
import { expect, test } from 'vitest'
import { clockAndChance, moduleState, processStarts, surroundings } from './tidy/ambient.ts'
import { type Complaint, type Exceptions, judge } from './tidy/complaint.ts'
import { deadFiles, importCycles, missingFiles } from './tidy/import-graph.ts'
import { forbiddenImports, readImportTable, tableComplaints } from './tidy/import-table.ts'
import { brokenLinks } from './tidy/links.ts'
import { emptyNames, oddlyWritten, strayTests } from './tidy/names.ts'
import { listFiles, readTexts } from './tidy/repository.ts'
import { longFiles, longFunctions, longMedian } from './tidy/sizes.ts'
import { readSources } from './tidy/source.ts'

/** Files that may do what a rule forbids, each with the reason. */
const STARTS_PROCESSES: Exceptions = {
  'src/base/git/spawn.ts': 'the one door to git',
  'src/stages/gate/pool/start.ts': 'gates are programs of the operator, and no git',
}
const USES_SURROUNDINGS: Exceptions = {}
const USES_CLOCK_OR_CHANCE: Exceptions = {}
const HOLDS_STATE: Exceptions = {}
const LONG_FUNCTIONS: Exceptions = {}

/** Files that are started rather than imported. */
const ENTRIES = [/^src\/faces\/[a-z]+\/main\.ts$/]

const paths = listFiles()
const texts = readTexts(paths)
const sources = readSources(texts)
const table = readImportTable(texts.get('ARCHITECTURE.md') ?? '')

function holds(advice: string, complaints: readonly Complaint[], exceptions?: Exceptions): void {
  expect(judge(complaints, exceptions).join('\n'), advice).toBe('')
}

const outsideFaces = (complaint: Complaint): boolean => !complaint.path.startsWith('src/faces/')

test('the import table names its folders and runs one way', () => {
  expect(table.size).toBeGreaterThan(0)
  holds('Mend the table under "## Imports" in ARCHITECTURE.md', tableComplaints(table))
})

test('imports run the way that ARCHITECTURE.md says', () => {
  holds('Move the code to the layer it belongs to, or pass it in as an argument', forbiddenImports(table, sources))
})

test('imports lead to files that exist', () => {
  holds('Mind upper and lower case', missingFiles(sources, new Set(paths)))
})

test('no file imports itself by way of others', () => {
  holds('Take what both need into a third file', importCycles(sources))
})

test('no file is dead', () => {
  holds('A file that is started rather than imported belongs in ENTRIES', deadFiles(sources, ENTRIES))
})

test('files are short', () => {
  holds('One file, one purpose', [...longFiles(sources), ...longMedian(sources)])
})

test('functions fit a screen', () => {
  holds('Name its steps', longFunctions(sources), LONG_FUNCTIONS)
})

test('only base/git/spawn.ts and what runs gates start programs', () => {
  holds('Ask git through src/base/git', processStarts(sources), STARTS_PROCESSES)
})

test('only faces touch the environment, the command line and the terminal', () => {
  holds(
    'Take it as an argument, made in the composition root',
    surroundings(sources).filter(outsideFaces),
    USES_SURROUNDINGS,
  )
})

test('only faces read the clock and roll dice', () => {
  holds('Take the instant as an argument', clockAndChance(sources).filter(outsideFaces), USES_CLOCK_OR_CHANCE)
})

test('modules hold no state', () => {
  holds('Make it a field of something the composition root makes', moduleState(sources), HOLDS_STATE)
})

test('names say what is inside', () => {
  holds('Name a file by its main export', [...emptyNames(paths), ...oddlyWritten(paths)])
})

test('every test has its source', () => {
  holds('test/x/y.test.ts tests src/x/y.ts', strayTests(paths))
})

test('links in Markdown lead somewhere', () => {
  holds('Mend the link', brokenLinks(texts, paths))
})
