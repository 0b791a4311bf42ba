/** Resolutions at random, for properties: raw paths and texts of any bytes, of few sorts, so that conflicts recur. */
import * as fc from 'fast-check'
import { makeBlob, MODE_EXECUTABLE, MODE_FILE, MODE_SYMLINK } from '../../src/base/git/objects.ts'
import type { Stage } from '../../src/base/model/conflict.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import type { ResolvedFile, Resolution } from '../../src/base/model/resolution.ts'
import { makeResolution } from '../../src/memory/resolutions/make.ts'
import { resolvedFile } from '../../src/memory/resolutions/resolved-file.ts'
import { clashing, type Part } from './resolutions.ts'
import { treeName } from './roster.ts'

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))

/** Mostly of a few lines, so that some are equal, and now and then of any bytes. */
const line = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a\n', 'b\n', '}\n', '\n') },
  { weight: 1, arbitrary: fc.string({ unit: byte, maxLength: 8 }).map((text) => `${text.replaceAll('\n', '')}\n`) },
)
const text = fc.array(line, { maxLength: 3 }).map((lines) => lines.join(''))

const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a.c', 'b.c', 'lib/a.c') },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: byte.filter((one) => one !== '/' && one !== '\0'), minLength: 1, maxLength: 10 })
      .filter((name) => name !== '.' && name !== '..' && name.toLowerCase() !== '.git'),
  },
)

const part: fc.Arbitrary<Part> = fc.oneof(text, fc.tuple(text, text, text))

const stage = (at: string): fc.Arbitrary<Stage | undefined> =>
  fc.option(
    fc.record({
      mode: fc.constantFrom(MODE_FILE, MODE_EXECUTABLE, MODE_SYMLINK),
      oid: text.map((content) => makeBlob(Buffer.from(content, 'latin1')).oid),
      path: fc.oneof({ weight: 4, arbitrary: fc.constant(at) }, path),
    }),
    { nil: undefined },
  )

const file: fc.Arbitrary<ResolvedFile> = fc
  .tuple(path, fc.array(part, { maxLength: 5 }), fc.option(text, { nil: undefined }))
  .chain(([at, parts, result]) =>
    fc
      .record({
        kind: fc.constantFrom('content', 'add/add', 'rename/rename', 'modify/delete'),
        base: stage(at),
        ours: stage(at),
        theirs: stage(at),
      })
      .map((more) => {
        const placed =
          result === undefined ? [] : [{ path: at, mode: MODE_FILE, oid: makeBlob(Buffer.from(result, 'latin1')).oid }]
        const outcome = {
          placed,
          removed: result === undefined ? [at] : [],
          ...(result === undefined ? {} : { text: result }),
        }
        return resolvedFile(clashing(at, parts, more), outcome).file
      }),
  )

const entry = fc.option(
  text.map((content) => ({ mode: MODE_FILE, oid: makeBlob(Buffer.from(content, 'latin1')).oid })),
  { nil: undefined },
)

const oid = fc.stringMatching(/^[0-9a-f]{40}$/)
const words = fc.string({ unit: 'grapheme', maxLength: 20 })

export const anyResolution: fc.Arbitrary<Resolution> = fc
  .record({
    files: fc.array(file, { minLength: 1, maxLength: 3 }),
    fixes: fc.array(fc.record({ path, before: entry, after: entry }), { maxLength: 2 }),
    origin: fc.oneof(
      fc.constant({ kind: 'resolved' } as const),
      oid.map((merge) => ({ kind: 'learned', merge: merge as CommitOid }) as const),
      oid.map((rerere) => ({ kind: 'imported', rerere }) as const),
    ),
    by: fc.record({ name: words, email: words }),
    at: fc.record({ epochSeconds: fc.integer({ min: 0, max: 5 }), zoneMinutes: fc.constantFrom(0, -330) }),
    why: words,
    commits: fc.array(oid, { maxLength: 2 }),
    supersedes: fc.constant(undefined),
  })
  .map(({ commits, ...body }) => {
    const named = commits.map((commit) => commit as CommitOid)
    return makeResolution({
      ...body,
      needed: body.fixes.length === 0 ? undefined : { trees: [treeName('net')], commits: named },
      sides: {
        ours: { tree: undefined, commits: [] },
        theirs: { tree: treeName('usb'), commits: named.map((commit) => ({ commit, subject: body.why })) },
      },
    })
  })
