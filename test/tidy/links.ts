/** Links between files in Markdown that lead nowhere. */
import { dirname, join } from 'node:path/posix'
import type { Complaint } from './complaint.ts'
import type { Texts } from './source.ts'

/** `paths` is every file of the repository; `texts` holds at least the Markdown among them. */
export function brokenLinks(texts: Texts, paths: Iterable<string>): Complaint[] {
  const known = new Set<string>()
  for (const path of paths) {
    for (let at = path; at !== '.'; at = dirname(at)) known.add(at)
  }
  return [...texts].flatMap(([path, text]) => {
    if (!path.endsWith('.md')) return []
    return linksIn(text).flatMap(({ target, line }) => {
      const fault = faultOf(target, path, texts, known)
      return fault === undefined ? [] : [{ path, line, what: `links to ${target}, ${fault}` }]
    })
  })
}

function faultOf(target: string, from: string, texts: Texts, known: ReadonlySet<string>): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return undefined
  const [file = '', anchor] = decodeURI(target).split('#')
  const path = file === '' ? from : join(dirname(from), file).replace(/\/$/, '')
  if (path !== '.' && !known.has(path)) return 'which does not exist'
  const text = texts.get(path)
  if (anchor === undefined || text === undefined || !path.endsWith('.md')) return undefined
  return anchorsIn(text).has(anchor) ? undefined : `but ${path} has no such heading`
}

function linksIn(text: string): { target: string; line: number }[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((content, index) => {
      const inline = content.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+["'][^)]*)?\)/g)
      const defined = content.matchAll(/^\s{0,3}\[[^\]^]+\]:\s+<?([^\s>]+)/g)
      const html = content.matchAll(/<(?:a|img)\b[^>]*?\b(?:href|src)="([^"]+)"/g)
      return [...inline, ...defined, ...html].map((match) => ({ target: match[1] ?? '', line: index + 1 }))
    })
}

/** The addresses of headings, made the way that code hosts make them, and of named anchors. */
function anchorsIn(text: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)) {
    const plain = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  for (const [, id = ''] of text.matchAll(/<[^>]+\b(?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/(`+)(?:(?!\1)[^\n])+\1/g, '')
}

/** Blanks fenced blocks, keeping their lines so that line numbers stay right. */
function withoutFences(text: string): string {
  return text.replace(/^ *(```+|~~~+)[\s\S]*?^ *\1`*$/gm, (block) => block.replace(/[^\n]/g, ''))
}
