/** How often proposals were right, for people. */
import type { ProposalFigures, Standing } from './measure/proposals.ts'

export function proposalsText(figures: ProposalFigures): string[] {
  const { hunks, silent, places, shapes, calibration, missed } = figures
  return [
    ...missed.map((one) => `missed: ${one}`),
    `${figures.files} conflicted files, ${hunks} hunks, ${silent} files without a proposal`,
    `all: ${standing(figures)}`,
    `${places.files} places with the lines around them as merged: ${standing(places)}`,
    ...[...shapes].map(([shape, one]) => `${shape}: ${one.files} files, ${standing(one)}`),
    'said to be right, and was:',
    ...calibration
      .filter(({ of }) => of > 0)
      .map(
        ({ said, of, right }) =>
          `${Math.round(said * 100)} to ${Math.round(said * 100) + 10} %: ${share(right, of)} of ${of}`,
      ),
  ]
}

function standing({ files, first, inThree, inAll }: Standing): string {
  return `first right ${share(first, files)}, one of three ${share(inThree, files)}, one of all ${share(inAll, files)}`
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`
}
