/** A gate that takes no time. */
import type { Gate, GateName } from '../../src/base/model/gate.ts'

/** A build that takes no time, so that all that is left is what a probe costs. */
export const NOTHING: Gate = {
  name: 'nothing' as GateName,
  run: { kind: 'argv', argv: ['true'] },
  kind: 'build',
  when: 'every run',
  timeoutSeconds: 60,
  needs: { cores: 1, memoryBytes: 2 ** 30, tools: [], labels: [] },
  env: {},
  clean: false,
  onFailure: 'report',
  artefacts: [],
  inputs: [],
}
