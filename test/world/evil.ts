/** Objects that no git would write, put into a repository as they are. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GitObject, makeObject } from '../../src/base/git/objects.ts'
import { packBytes } from '../../src/base/git/pack.ts'
import type { Oid } from '../../src/base/model/oid.ts'
import { git } from './fast-import.ts'

/** Gathers objects, each made from raw content. */
export class EvilObjects {
  readonly all = new Map<Oid, GitObject>()

  add(type: GitObject['type'], content: Buffer | string): Oid {
    const object = makeObject(type, Buffer.isBuffer(content) ? content : Buffer.from(content, 'latin1'))
    this.all.set(object.oid, object)
    return object.oid
  }

  blob(content: Buffer | string = 'harmless\n'): Oid {
    return this.add('blob', content)
  }

  /** Entries as they come: not sorted, not checked. `['100644', 'name', id]`. */
  tree(...entries: readonly (readonly [mode: string, name: string, oid: string])[]): Oid {
    const lines = entries.map(([mode, name, oid]) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.from(oid, 'hex')]),
    )
    return this.add('tree', Buffer.concat(lines))
  }

  commit(tree: Oid, more: { readonly message?: string | Buffer; readonly parent?: string } = {}): Oid {
    const person = 'Mallory <mallory@example.org> 1767225600 +0000'
    const parent = more.parent === undefined ? '' : `parent ${more.parent}\n`
    const head = Buffer.from(`tree ${tree}\n${parent}author ${person}\ncommitter ${person}\n\n`)
    return this.add('commit', Buffer.concat([head, Buffer.from(more.message ?? 'an honest change\n')]))
  }

  /** Puts all of it into a repository, without a check, and a branch on a commit. */
  install(repository: string, branch: string, oid: Oid): void {
    // Since git 2.43 a server would not hand out what nests too deep; an evil one does.
    git(repository, ['config', 'core.maxTreeDepth', '100000'])
    git(repository, ['index-pack', '--stdin'], packBytes([...this.all.values()]))
    // Not by update-ref, which would refuse what is no commit.
    writeFileSync(join(repository, 'refs', 'heads', branch), `${oid}\n`)
  }
}
