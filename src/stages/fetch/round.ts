/** One round of asking every repository and fetching what moved. */
import { count } from '../../base/text/count.ts'
import type { Ref } from '../../base/git/refs.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { TransportSetting } from '../../base/git/transport.ts'
import type { RefName, TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Tip, TipOutcome, UpstreamTip } from '../../base/model/tip.ts'
import { assert } from '../../base/std/assert.ts'
import { Lanes } from '../../base/std/lanes.ts'
import type { FetchContext, FetchResult } from './fetch-context.ts'
import { findHere, type Offers } from './already-here.ts'
import { type Brought, bringAll } from './parts.ts'
import { type FetchPlan, planFetch, type Repository, type Wanted } from './plan.ts'
import { type Gate, receive, type Request } from './quarantine.ts'
import { type Asked, askRemote, type Remote } from './remote.ts'
import { Server } from './server.ts'
import { type Answer, gatherFacts, type Measure, settle } from './settle.ts'
import { bringTags } from './upstream-tags.ts'

/** So many connections, and processes that check what they bring, run at a time over all servers together. */
const CONNECTIONS_MAX = 24

/** One fetch, from the plan to the tips. */
export class Round {
  readonly #context: FetchContext
  readonly #desk: Git
  readonly #gate: Gate
  readonly #setting: TransportSetting
  readonly #servers = new Map<string, Server>()
  readonly #all = new Lanes(CONNECTIONS_MAX)
  readonly #tips = new Map<TreeName, Tip>()

  constructor(context: FetchContext, desk: Git, gate: Gate, setting: TransportSetting) {
    this.#context = context
    this.#desk = desk
    this.#gate = gate
    this.#setting = setting
  }

  /** Upstream comes first: most of what trees bring stands there already, and it says which of them are empty. */
  async run(refs: ReadonlyMap<RefName, Ref>): Promise<FetchResult> {
    const { record, roster, only, listen, previousUpstream } = this.#context
    const plan = planFetch(roster, refs, only)
    listen({ kind: 'fetch-started', trees: plan.trees.length })
    const known = await this.#known(plan)
    const remotes = await this.#ask(plan, known)
    const upstream = await this.#upstream(plan, remotes, refs)
    const measure: Measure = { upstream: upstream.commit, upstreamBefore: previousUpstream?.commit }
    const here = await findHere(record, treeOffers(remotes))
    await this.#tell(new Map([...known, ...answersOf(plan, remotes), ...here]), measure)
    const bring = async (asked: Asked): Promise<void> => {
      if (asked.kind !== 'ok') return
      const rest = [...asked.remote.offers.keys()].filter((wanted) => wanted.tree !== undefined && !here.has(wanted))
      await this.#tell(await this.#bring(asked.remote, rest), measure)
    }
    await Promise.all([...remotes.values()].map(bring))
    listen({ kind: 'fetch-finished' })
    return { tips: plan.trees.flatMap(({ tree }) => this.#tips.get(tree as TreeName) ?? []), upstream }
  }

  /** What nobody needs to be asked for. */
  async #known(plan: FetchPlan): Promise<ReadonlyMap<Wanted, Answer>> {
    const { record, upstreamStands: commit } = this.#context
    const known = new Map<Wanted, Answer>(await findHere(record, pinnedOffers(plan)))
    return commit === undefined ? known : known.set(plan.upstream, { kind: 'here', commit })
  }

  async #ask(plan: FetchPlan, known: ReadonlyMap<Wanted, Answer>): Promise<Map<Repository, Asked>> {
    const repositories = plan.repositories
      .map(({ url, wanted }) => ({ url, wanted: wanted.filter((one) => !known.has(one)) }))
      .filter(({ wanted }) => wanted.length > 0)
    const asked = await Promise.all(repositories.map((repository) => this.#askOne(repository)))
    return new Map(repositories.map((repository, at) => [repository, asked[at] as Asked]))
  }

  #askOne(repository: Repository): Promise<Asked> {
    const { roster, passThrough } = this.#context
    const proxied =
      Object.keys(passThrough).some((name) => /^(https?|all)_proxy$/i.test(name)) && repository.url.scheme === 'https'
    const policy = { privateHosts: roster.fetch.privateHosts, proxied }
    const { host } = repository.url
    const server = this.#servers.get(host) ?? new Server(roster.fetch.connectionsPerHost, this.#all)
    this.#servers.set(host, server)
    return askRemote(repository, { git: this.#desk, setting: this.#setting, policy, server })
  }

  async #upstream(
    plan: FetchPlan,
    remotes: ReadonlyMap<Repository, Asked>,
    refs: ReadonlyMap<RefName, Ref>,
  ): Promise<UpstreamTip> {
    const { record, now, previousUpstream, upstreamStands, listen } = this.#context
    if (upstreamStands !== undefined) return { state: 'same', commit: upstreamStands }
    const wanted = plan.upstream
    const asked = [...remotes].find(([repository]) => repository.wanted.includes(wanted))?.[1]
    const remote = asked?.kind === 'ok' ? asked.remote : undefined
    const known = answersOf(plan, remotes).get(wanted)
    const answer = known ?? (remote && (await this.#bring(remote, [wanted])).get(wanted))
    assert(answer !== undefined, 'upstream was asked for and there is no answer')
    if (remote?.listing && answer.kind === 'here') {
      const tags = { listing: remote.listing, refs, upstream: answer.commit, limits: wanted.limits }
      const refused = await bringTags(record, tags, (requests) => this.#bringRequests(remote, requests))
      if (refused.length > 0)
        listen({
          kind: 'warning',
          what: `${count(refused.length, 'tag')} of upstream's ${refused.length === 1 ? 'was' : 'were'} not taken: ${refused[0]}`,
        })
    }
    const unsettled = { answer, had: wanted.had, previous: previousUpstream }
    const [facts] = await gatherFacts(record, [unsettled], { upstream: undefined, upstreamBefore: undefined })
    assert(facts !== undefined, 'one question has one answer')
    const outcome = settle(unsettled, facts, now)
    assert(outcome.state !== 'empty', 'upstream is not measured by itself')
    return outcome
  }

  async #bring(remote: Remote, wanted: readonly Wanted[]): Promise<Map<Wanted, Answer>> {
    const requests = wanted.map(requestFor)
    const brought = await this.#bringRequests(remote, requests)
    return new Map(wanted.map((one, at) => [one, answerOf(brought.get(requests[at] as Request))]))
  }

  #bringRequests({ server, transport }: Remote, requests: readonly Request[]): ReturnType<typeof bringAll> {
    return bringAll(requests, server, (some) => server.run(() => receive(this.#gate, transport, some)))
  }

  /** Settles trees whose answer is there, and says so. */
  async #tell(answers: ReadonlyMap<Wanted, Answer>, measure: Measure): Promise<void> {
    const { record, now, previous, listen } = this.#context
    const trees = [...answers].flatMap(([{ tree, had }, answer]) =>
      tree === undefined ? [] : [{ tree, had, answer, previous: previous.get(tree) }],
    )
    const facts = await gatherFacts(record, trees, measure)
    for (const [at, { tree, ...unsettled }] of trees.entries()) {
      const outcome: TipOutcome = settle(unsettled, facts[at] ?? { lost: 0, inUpstream: false }, now)
      this.#tips.set(tree, { tree, ...outcome })
      listen({ kind: 'tip-fetched', tree, state: outcome.state })
    }
  }
}

function pinnedOffers({ trees }: FetchPlan): Offers {
  return new Map(trees.flatMap((wanted) => (wanted.pinned === undefined ? [] : [[wanted, wanted.pinned]])))
}

function treeOffers(remotes: ReadonlyMap<Repository, Asked>): Offers {
  const offers = [...remotes.values()].flatMap((asked) => (asked.kind === 'ok' ? [...asked.remote.offers] : []))
  return new Map(offers.filter(([{ tree }]) => tree !== undefined))
}

/** What is known without a fetch. */
function answersOf(plan: FetchPlan, remotes: ReadonlyMap<Repository, Asked>): Map<Wanted, Answer> {
  const answers = new Map<Wanted, Answer>([...plan.refused].map(([wanted, why]) => [wanted, { kind: 'refused', why }]))
  for (const [{ wanted }, asked] of remotes) {
    if (asked.kind === 'ok') for (const [one, answer] of asked.remote.answers) answers.set(one, answer)
    else for (const one of wanted) answers.set(one, asked)
  }
  return answers
}

function requestFor({ branch, pinned, ref, had, limits, tolerate }: Wanted): Request {
  return { from: pinned ?? `refs/heads/${branch}`, type: 'commit', ref, had, limits, tolerate }
}

function answerOf(brought: Brought | undefined): Answer {
  assert(brought !== undefined, 'each request has a result')
  return brought.kind === 'here' ? { kind: 'here', commit: brought.oid as CommitOid } : brought
}
