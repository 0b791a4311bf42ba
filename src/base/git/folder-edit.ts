/** Edits one folder's bytes: overwriting 20 id bytes where only contents changed, writing the folder anew where names came or went. */
import { type Entry, Folder } from './folder.ts'
import { makeTree, type TreeEntry } from './objects.ts'

/** What a name becomes; without an entry it goes away. */
export interface FolderEdit {
  readonly name: string
  readonly entry: Entry | undefined
}

export function editFolder(folder: Folder, edits: readonly FolderEdit[]): Folder {
  return folder.canonical && edits.every((edit) => fits(folder, edit))
    ? overwrite(folder, edits)
    : rewrite(folder, edits)
}

/** The name stays, with the same mode: only its id changes. */
function fits(folder: Folder, { name, entry }: FolderEdit): boolean {
  return entry !== undefined && folder.slot(name)?.mode === entry.mode
}

function overwrite(folder: Folder, edits: readonly FolderEdit[]): Folder {
  const content = Buffer.from(folder.content)
  for (const { name, entry } of edits) {
    const slot = folder.slot(name)
    if (slot && entry) content.write(entry.oid, slot.idAt, 20, 'hex')
  }
  return folder.withIds(content)
}

function rewrite(folder: Folder, edits: readonly FolderEdit[]): Folder {
  const entries = new Map<string, TreeEntry>()
  for (const [name, slot] of folder.slots) {
    entries.set(name, { name, mode: slot.mode, oid: folder.content.toString('hex', slot.idAt, slot.idAt + 20) })
  }
  for (const { name, entry } of edits) {
    if (entry) entries.set(name, { name, ...entry })
    else entries.delete(name)
  }
  return new Folder(makeTree([...entries.values()]).content)
}
