/** Puts candidates together: the release's own commits where they are beginnings of it, else an integration in a throw-away workshop. */
import { parseCommit } from '../../base/git/objects.ts'
import type { Admission } from '../../base/model/admission.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import type { UpTo } from '../../base/model/search-report.ts'
import { Lanes } from '../../base/std/lanes.ts'
import type { Candidate } from '../../stages/gate/search/candidate.ts'
import { integrate } from '../../stages/integrate/integrate.ts'
import type { Memo } from '../../stages/integrate/memo.ts'
import type { SettlingGround } from '../../stages/integrate/settle/settle.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { StandingTree } from './standing-trees.ts'

export type PutTogether =
  | { readonly kind: 'made'; readonly tree: TreeOid }
  /** `why` is printable text. */
  | { readonly kind: 'not-integrated'; readonly why: string }

export interface CandidateGround {
  readonly release: Release
  readonly trees: readonly StandingTree[]
  /** The release's own commits, by how many trees they hold. */
  readonly beginnings: readonly (CommitOid | undefined)[]
  /** What is not published yet is a draft. */
  readonly isPublished: boolean
  readonly memo: Memo
  readonly settling: SettlingGround | undefined
}

export class Candidates {
  readonly #shop: Workshop
  readonly #ground: CandidateGround
  /** A workshop merges one integration at a time. */
  readonly #lane = new Lanes(1)

  constructor(shop: Workshop, ground: CandidateGround) {
    this.#shop = shop
    this.#ground = ground
  }

  /** Upstream with the trees at these places, one of them perhaps only up to a commit. */
  async make(places: Candidate, upTo?: UpTo): Promise<PutTogether> {
    const isBeginning = places.every((place, at) => place === at) && upTo === undefined
    const own = isBeginning ? this.#ground.beginnings[places.length] : undefined
    if (own !== undefined) return { kind: 'made', tree: await this.#treeOf(own) }
    return this.#lane.run(() => this.#integrated(places, upTo))
  }

  async #treeOf(commit: CommitOid): Promise<TreeOid> {
    return parseCommit(await this.#shop.reader.read(commit, 'commit')).tree
  }

  async #integrated(places: Candidate, upTo: UpTo | undefined): Promise<PutTogether> {
    const { release, trees, memo, settling } = this.#ground
    const { plan } = release.record
    const admissions = places.flatMap((place): Admission[] => {
      const admission = trees[place]?.admission
      if (admission === undefined) return []
      if (upTo?.place !== place) return [admission]
      return [...upTo.onto, upTo.commit].map((commit) => ({ ...admission, versions: [{ commit, release: undefined }] }))
    })
    const order = {
      upstream: plan.upstream.tip,
      admissions,
      signature: { by: plan.integrator, at: plan.instant },
      attributes: Promise.resolve(plan.attributes),
      listen: () => undefined,
      settling,
    }
    const { merges, result } = await integrate(this.#shop, order, memo)
    const bad = merges.find(({ outcome }) => outcome.kind === 'left-out' || outcome.kind === 'refused')
    if (bad !== undefined) {
      const what = bad.outcome.kind === 'refused' ? bad.outcome.why : 'does not merge with what is left'
      return { kind: 'not-integrated', why: `the ${bad.admission.tree.name} tree ${what}` }
    }
    this.#shop.folders.show(result, this.#shop.loose)
    return { kind: 'made', tree: result }
  }
}
