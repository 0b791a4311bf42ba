import { expect, test } from 'vitest'
import { subjectArea } from '../../../src/base/text/subject-area.ts'

test.each([
  ['net: two', 'net'],
  ['membarrier: x86: Provide core serializing command', 'membarrier/x86'],
  ['ASoC: SOF: Intel: hda: deep', 'asoc/sof/intel'],
  ['[PATCH v2 3/4] net/mlx5: Add', 'net/mlx5'],
  ['Revert "net: two"', 'net'],
  ['fixup! net: two', 'net'],
  ['feat(parser): arrays', 'parser'],
  ['fix: arrays', undefined],
  ['arm64: dts: qcom: sm8550: Add', 'arm64/dts/qcom'],
  ['drm/i915, drm/xe: share', 'drm/i915, drm/xe'],
  ['This is a whole sentence: with a colon', undefined],
  ['No colon at all', undefined],
  ['http://example.org/', undefined],
  ['', undefined],
])('%s is about %s', (subject, area) => {
  expect(subjectArea(subject)).toBe(area)
})
