/** A gate: a command that a candidate must pass, with what it needs and what it looks at. */
import type { Brand } from '../std/brand.ts'

/** Letters, digits, `.`, `_` and `-`, as a tree's name; unique in the roster. */
export type GateName = Brand<string, 'GateName'>

export type GateKind = 'build' | 'warning' | 'test' | 'boot'

/** What is run at the top of a work tree of the candidate. */
export type GateCommand =
  | { readonly kind: 'argv'; readonly argv: readonly string[] }
  /** A line for `sh -c`. */
  | { readonly kind: 'shell'; readonly line: string }

export interface GateNeeds {
  readonly cores: number
  /** Bytes that all its processes together may take. */
  readonly memoryBytes: number
  /** Programs that must be there; their versions are part of the verdict's environment. */
  readonly tools: readonly string[]
  /** A machine must have all of these: `arm64`, `big`. */
  readonly labels: readonly string[]
}

/** What becomes of a tree that was seen to make a gate red. */
export type OnFailure = (typeof ON_FAILURE)[number]

/**
 * `report`: it goes in all the same, and people are told. `previous`: an earlier version of it goes in, if there is one that passes.
 * `hold`: nothing of it goes in. `drop`: the same, and counts and reports leave it out. `revert`: the commit to blame is reverted on top
 * of its merge; where that does not help, as `previous`.
 */
export const ON_FAILURE = ['report', 'previous', 'hold', 'drop', 'revert'] as const

export interface Gate {
  readonly name: GateName
  readonly run: GateCommand
  readonly kind: GateKind
  /** `final`: only on what is published, never on the way to it. */
  readonly when: 'every run' | 'final'
  readonly timeoutSeconds: number
  readonly needs: GateNeeds
  /** Beyond the fixed few, by name. */
  readonly env: Readonly<Record<string, string>>
  /** Whether what earlier runs left in the work tree is taken away first. Without it, builds are incremental. */
  readonly clean: boolean
  /** For trees that say nothing themselves. */
  readonly onFailure: OnFailure
  /** Globs of files that are kept from a run of it. */
  readonly artefacts: readonly string[]
  /** Globs of the files it looks at; empty means all. Where none of them differs, an earlier verdict holds. */
  readonly inputs: readonly string[]
}

/** Whether gates run shut in: not without it, where the machine can, or never. */
export type SandboxWish = (typeof SANDBOX_WISHES)[number]

export const SANDBOX_WISHES = ['require', 'when-there', 'off'] as const

/** Most gates that run at the same time on one machine. */
export const SLOTS_MAX = 256

/** The work trees of this machine that gates run in. */
export interface GatePoolSettings {
  readonly sandbox: SandboxWish
  /** Gates that run at the same time, each in a work tree of its own. */
  readonly slots: number
  /** Bytes that a work tree may come to while a gate runs in it. */
  readonly diskBytes: number
  /** What this machine is, for gates that need it: `arm64`, `big`. */
  readonly labels: readonly string[]
  /** Folders that gates may read beyond the system's own: toolchains. Absolute paths. */
  readonly readable: readonly string[]
  /** Where workers on other machines take probes from, as a `redis://` URL without a password; undefined: gates run here. */
  readonly queue?: string | undefined
}
