/** The tributary.toml that `tributary init` writes: every table, with what each key is for and what holds without it. */
import { RULES } from '../../base/model/finding.ts'
import type { Limits, Source } from '../../base/model/roster.ts'
import type { Person } from '../../base/model/person.ts'
import { DEFAULT_REMIND_DAYS, DEFAULT_TAG_PREFIX } from './cycle-reader.ts'
import {
  DEFAULT_DISK_BYTES,
  DEFAULT_MEMORY_BYTES,
  DEFAULT_SANDBOX,
  DEFAULT_SLOTS,
  DEFAULT_TIMEOUT_SECONDS,
} from './gate-reader.ts'
import { DEFAULT_LIMITS, LIMIT_KEYS } from './limits.ts'
import {
  DEFAULT_CC,
  DEFAULT_CONNECTIONS_PER_HOST,
  DEFAULT_KEEP_DAYS,
  DEFAULT_PREFIX,
  DEFAULT_RECORD_FOLDER,
  DEFAULT_SCHEMES,
} from './settings.ts'
import { DEFAULT_AUTOMATIC } from './resolve-rules.ts'
import { tomlText, tomlTexts } from './tree-toml.ts'

export interface Starter {
  /** The project's name. */
  readonly name: string
  readonly upstream: Source & { readonly name?: string | undefined }
  readonly integrator: Person
  readonly schemes?: readonly string[] | undefined
}

/** Keys that are commented out show their defaults. */
export function starterRoster(starter: Starter): string {
  return [
    INTRODUCTION,
    projectTables(starter),
    fetchTable(starter),
    LIMIT_TABLES,
    PUBLISH_TABLE,
    REPORT_TABLE,
    RESOLUTION_TABLES,
    CYCLE_TABLE,
    GATE_TABLES,
    RULE_TABLE,
    TREES,
  ].join('\n')
}

const INTRODUCTION = `\
# The roster: which trees make up the releases of this project, in what order, under which limits.
# Keys that are commented out show what holds without them. After an edit, \`tributary trees list\` says whether it reads.
`

function projectTables({ name, integrator, upstream }: Starter): string {
  return `\
[project]
# What mails and pages call it.
name = ${tomlText(name)}
# Who makes the releases: commits, tags and mails bear this name.
integrator = { name = ${tomlText(integrator.name)}, email = ${tomlText(integrator.email)} }
# Mailing lists that hear of everything.
# lists = ["next@example.org"]
# The branch releases are published on, and the first part of their names.
# prefix = ${tomlText(DEFAULT_PREFIX)}

[upstream]
# What everything is merged onto. Mails call it by this name.
name = ${tomlText(upstream.name ?? 'upstream')}
url = ${tomlText(upstream.url)}
branch = ${tomlText(upstream.branch)}
`
}

function fetchTable({ schemes = DEFAULT_SCHEMES }: Starter): string {
  return `\
[fetch]
# Protocols that may be fetched by. "file" allows file:// and absolute paths too.
schemes = ${tomlTexts(schemes)}
# Most connections to one server at a time.
# connections_per_host = ${DEFAULT_CONNECTIONS_PER_HOST}
# For ssh: the private key, and the file of host keys to trust. Absolute paths.
# identity = "/etc/tributary/id_ed25519"
# known_hosts = "/etc/tributary/known_hosts"
# For https: a git credential helper, by name or absolute path. Secrets have no place in URLs.
# credential_helper = "store"
# Whether servers with private or loopback addresses may be contacted.
# private_hosts = false
`
}

const LIMIT_TABLES = `\
[limits]
# What one fetch of a tree may bring; a tree that breaks a limit keeps its last good tip.
${limitLines(DEFAULT_LIMITS.tree)}

[limits.first]
# The same for the first fetch of a tree and for upstream, which bring whole histories.
${limitLines(DEFAULT_LIMITS.first)}
`

const PUBLISH_TABLE = `\
[publish]
# Repositories that releases are pushed to.
# push = ["ssh://git@example.org/srv/git/next.git"]
# Whether the resolutions on record are pushed there too, for everybody to fetch.
# resolutions = false
# Whether the release carries its own record (Trees, SHA1s, merge.log, run.json), and in which folder.
# record = true
# folder = ${tomlText(DEFAULT_RECORD_FOLDER)}
# How long the tag of a release stays that another of the same day has replaced; a day's last release keeps its tag for ever.
# keep_days = ${DEFAULT_KEEP_DAYS}
`

const REPORT_TABLE = `\
[report]
# Which authors of clashing commits get a copy: "known" are those whose address stands in this file, in upstream's
# MAINTAINERS or in upstream's history; "all" are others too, who may be anybody that a fetched commit names.
# cc = ${tomlText(DEFAULT_CC)}
`

const RESOLUTION_TABLES = `\
[resolutions]
# Which resolutions on record settle a conflict by themselves: of the same versions of a file, of the same conflict in
# a file, of the same hunks in a file. All others are proposed only.
# automatic = ${tomlTexts(DEFAULT_AUTOMATIC)}

# Files whose conflicts always take one side ("ours" is the integration's, "theirs" the tree's), or both ("union"):
#
#   [[resolve]]
#   path = "VERSION"
#   take = "ours"
`

const CYCLE_TABLE = `\
# With a table [cycle], even an empty one, people are reminded when upstream's merge window is about to open and when it
# is open. \`tributary cycle\` shows where it stands in any case.
#
#   [cycle]
#   rhythm = "tags"               # by upstream's tags; or "dates", "train": see the guide
#   tag_prefix = ${tomlText(DEFAULT_TAG_PREFIX)}              # what stands before the numbers: v4.15, v4.15-rc1
#   reminders = true
#   remind_days = ${DEFAULT_REMIND_DAYS}               # how many days before it opens
`

const GATE_TABLES = `\
[gate-pool]
# Gates run without network and with all of the system read-only where bubblewrap is installed: "when-there"; with
# "require" they do not run without it, with "off" never in it.
# sandbox = ${tomlText(DEFAULT_SANDBOX)}
# How many run at the same time, and how many bytes the work tree of each may come to.
# slots = ${DEFAULT_SLOTS}
# disk = ${grouped(DEFAULT_DISK_BYTES)}
# What this machine is, for gates that need it, and folders that gates may read beside the system's own: toolchains.
# labels = []
# readable = []
# A queue on Redis, where \`tributary worker\` on other machines takes its probes from. Its password is in the variable
# TRIBUTARY_QUEUE_PASSWORD.
# queue = "redis://queue.example.org:6379/0"

# What a release is tried with, in this order:
#
#   [[gates]]
#   name = "build"
#   run = "make -j8"              # for a shell, at the top of the tree; or a list: ["make", "-j8"]
#   kind = "build"                # or "warning", "test", "boot"
#   when = "every run"            # or "final": only what is published
#   timeout = ${DEFAULT_TIMEOUT_SECONDS}                # seconds
#   needs = { cores = 1, memory = ${grouped(DEFAULT_MEMORY_BYTES)}, tools = [], labels = [] }
#   env = {}
#   clean = false                 # true: without what earlier runs left in the work tree
#   on-failure = "report"         # a tree that breaks it: or "previous" version, "hold", "drop", "revert" the commit
#   artefacts = []                # files that are kept of it
#   inputs = []                   # files it looks at, all when there are none; others cannot change what it says
`

const RULE_TABLE = `\
# What becomes of what rules find in the trees' commits: "off", "note" (it is listed), "report" (it is told as well) or
# "hold" (its tree stays out). With the table here, even empty, every run asks the rules; these are their defaults:
#
#   [rules]
${Object.entries(RULES)
  .map(([rule, severity]) => `#   ${rule} = ${tomlText(severity)}`)
  .join('\n')}
`

const TREES = `\
# The trees, in the order they are merged in. \`tributary trees add\` writes such tables:
#
#   [[trees]]
#   name = "net"                  # letters, digits, ".", "_", "-"
#   url = "https://example.org/net.git"
#   branch = "main"
#   kind = "fixes"                # a label: "fixes" for this release, "next" (as without it) for the one after
#   contacts = ["Net Maintainer <net@example.org>"]   # without any: the lists and the integrator
#   owns = ["drivers/net/"]       # paths that are this tree's to change
#   group = "networking"          # merged with the group's others first, then as one
#   tolerate = ["badTimezone"]    # faults of old history, by git fsck's names, that this tree is forgiven
#   commit = "…"                  # all 40 digits: stays at this commit
#   limits = { objects = 2_000_000 }
#   rules = { ownership = "note" }  # what becomes of findings in this tree
#   on-failure = "previous"       # when it breaks a gate; or for each kind of gate: { build = "revert", test = "report" }
`

function limitLines(limits: Limits): string {
  return LIMIT_KEYS.map(([limit, key]) => `# ${key} = ${grouped(limits[limit])}`).join('\n')
}

/** Numbers are written with underscores, as people read them. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '_')
}
