/** What the figures were measured on. */
import { cpus, release, totalmem } from 'node:os'
import { git } from './git.ts'

export interface MachineInfo {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly kernel: string
  readonly node: string
  readonly git: string
}

export function machineInfo(): MachineInfo {
  const processors = cpus()
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: `Linux ${release()}`,
    node: process.version,
    git: git('/', ['version']).trim().replace('git version ', ''),
  }
}
