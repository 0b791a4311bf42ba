/** Reads the tables of a roster that are about the project as a whole. */
import type {
  CcPolicy,
  FetchSettings,
  Project,
  PublishSettings,
  ReportSettings,
  Upstream,
} from '../../base/model/roster.ts'
import type { Person } from '../../base/model/person.ts'
import {
  CC_POLICIES,
  checkBranch,
  checkContact,
  checkCredentialHelper,
  checkEmail,
  checkFolder,
  checkPersonName,
  checkPrefix,
  checkScheme,
  checkSshFile,
  checkTitle,
  checkUrl,
  oneOf,
  readContacts,
} from './checks.ts'
import { SCHEMES } from '../../base/text/remote-url.ts'
import type { TableReader } from './table-reader.ts'

export const DEFAULT_PREFIX = 'next'

/** Protocols that reach other machines and can be trusted to name what they fetch; local repositories only when the operator says so. */
export const DEFAULT_SCHEMES: readonly string[] = ['https', 'ssh', 'git']

/** Connections to one host at a time. Public servers begin to refuse beyond about ten. */
export const DEFAULT_CONNECTIONS_PER_HOST = 4

export const DEFAULT_RECORD_FOLDER = 'Next'

/** Who tests a release that was replaced on its own day has found out within a month which one to test instead. */
export const DEFAULT_KEEP_DAYS = 30

/** A century: for ever, to whoever wants that. */
const KEEP_DAYS_MAX = 36_500

/** A commit's author line is whatever somebody typed, so strangers hear nothing until the operator wants them to. */
export const DEFAULT_CC: CcPolicy = 'known'

/** Upstream's name in mails when the roster gives none. */
const DEFAULT_UPSTREAM_NAME = 'upstream'

export function readProject(reader: TableReader): Project {
  reader.require('name', 'Under [project]: name = "linux"')
  reader.require('integrator', `Under [project]: ${INTEGRATOR_EXAMPLE}`)
  const project = {
    name: reader.text('name', checkTitle) ?? '',
    integrator: readIntegrator(reader.table('integrator', INTEGRATOR_EXAMPLE)),
    lists: readContacts(reader.texts('lists', checkContact) ?? []),
    prefix: reader.text('prefix', checkPrefix) ?? DEFAULT_PREFIX,
  }
  reader.refuseUnknown()
  return project
}

const INTEGRATOR_EXAMPLE = 'integrator = { name = "The Integrator", email = "integrator@example.org" }'

function readIntegrator(reader: TableReader): Person {
  reader.require('name', `Write: ${INTEGRATOR_EXAMPLE}`)
  reader.require('email', `Write: ${INTEGRATOR_EXAMPLE}`)
  const person = { name: reader.text('name', checkPersonName) ?? '', email: reader.text('email', checkEmail) ?? '' }
  reader.refuseUnknown()
  return person
}

export function readUpstream(reader: TableReader, schemes: readonly string[]): Upstream {
  reader.require('url', 'Under [upstream]: url = "https://…"')
  reader.require('branch', 'Under [upstream]: branch = "master"')
  const upstream = {
    name: reader.text('name', checkTitle) ?? DEFAULT_UPSTREAM_NAME,
    url: reader.text('url', checkUrl(schemes)) ?? '',
    branch: reader.text('branch', checkBranch) ?? '',
  }
  reader.refuseUnknown()
  return upstream
}

export function readFetch(reader: TableReader): FetchSettings {
  const settings = {
    schemes: readSchemes(reader),
    connectionsPerHost: reader.wholeNumber('connections_per_host', { from: 1, to: 64 }) ?? DEFAULT_CONNECTIONS_PER_HOST,
    identity: reader.text('identity', checkSshFile),
    knownHosts: reader.text('known_hosts', checkSshFile),
    credentialHelper: reader.text('credential_helper', checkCredentialHelper),
    privateHosts: reader.truth('private_hosts') ?? false,
  }
  reader.refuseUnknown()
  return settings
}

/** With a faulty list every scheme passes, so that the one mistake is not told again at every URL. */
function readSchemes(reader: TableReader): readonly string[] {
  const schemes = reader.texts('schemes', checkScheme)
  if (schemes?.length === 0)
    reader.fault('schemes', { why: 'is empty, so nothing could be fetched', hint: 'Such as: ["https"]' })
  if (schemes && schemes.length > 0) return schemes
  return reader.has('schemes') ? SCHEMES : DEFAULT_SCHEMES
}

export function readPublish(reader: TableReader, schemes: readonly string[]): PublishSettings {
  const push = reader.texts('push', checkUrl(schemes)) ?? []
  const resolutions = reader.truth('resolutions') ?? false
  const isRecorded = reader.truth('record') ?? true
  const folder = reader.text('folder', checkFolder) ?? DEFAULT_RECORD_FOLDER
  const keepDays = reader.wholeNumber('keep_days', { from: 1, to: KEEP_DAYS_MAX }) ?? DEFAULT_KEEP_DAYS
  reader.refuseUnknown()
  return { push, resolutions, recordFolder: isRecorded ? folder : undefined, keepDays }
}

export function readReport(reader: TableReader): ReportSettings {
  const cc = (reader.text('cc', oneOf(CC_POLICIES)) ?? DEFAULT_CC) as CcPolicy
  reader.refuseUnknown()
  return { cc }
}
