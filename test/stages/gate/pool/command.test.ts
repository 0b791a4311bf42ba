import { expect, test } from 'vitest'
import { commandLine, typedCommand, variables } from '../../../../src/stages/gate/pool/command.ts'
import { testGate } from '../../../world/gates.ts'

const PLACE = {
  slot: { tree: '/w/0/tree', temporary: '/w/0/tmp', home: '/w/0/home' },
  readable: ['/srv/tools'],
  searchPath: '/usr/bin',
  fileBytes: 1000,
}

test('a command can be typed again as it was run', () => {
  expect(typedCommand(testGate('make -j8 && ./check'))).toBe('make -j8 && ./check')
  const gate = testGate(['./check', "it's", '', 'a=b'], { env: { ARCH: 'arm64', FLAGS: '-O2 -g' } })
  expect(typedCommand(gate)).toBe(`ARCH=arm64 FLAGS='-O2 -g' ./check 'it'\\''s' '' a=b`)
})

test('what is secret in a command stands neither in the record nor in mails', () => {
  const gate = testGate('fetch --with=hunter2secret && make', {
    env: { API_TOKEN: 'hunter2secret', PASSWORD: 'x', ARCH: 'arm' },
  })
  expect(typedCommand(gate)).toBe("API_TOKEN='[secret]' PASSWORD='[secret]' ARCH=arm fetch --with=[secret] && make")
})

test('shut in or not, what a gate is told of its folders is where they are', () => {
  const gate = testGate('make', { env: { ARCH: 'arm64' }, needs: { cores: 8 } })
  const mark = ['MARK', '/w/0'] as const
  expect(variables(gate, { ...PLACE, isShutIn: false }, mark)).toMatchObject({
    ARCH: 'arm64',
    HOME: '/w/0/home',
    TMPDIR: '/w/0/tmp',
    GIT_CEILING_DIRECTORIES: '/w/0',
    TRIBUTARY_CORES: '8',
    MARK: '/w/0',
  })
  expect(variables(gate, { ...PLACE, isShutIn: true }, mark)).toMatchObject({ HOME: '/gate-home', TMPDIR: '/tmp' })
  const line = commandLine(['make'], { ...PLACE, isShutIn: true })
  expect(line.slice(0, 9)).toEqual('choom -n 1000 -- prlimit --fsize=1000 --core=0 -- bwrap'.split(' '))
  expect(line.join(' ')).toContain(' --ro-bind-try /srv/tools /srv/tools ')
  expect(line.slice(-2)).toEqual(['--', 'make'])
  expect(commandLine(['make'], { ...PLACE, isShutIn: false })).not.toContain('bwrap')
})
