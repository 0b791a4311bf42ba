#!/usr/bin/env node
/** Starts the command line. `TRIBUTARY_KEEP_COMPILED` has it keep what it compiled for later starts: the build's last step. */
import { join } from 'node:path'
import { CompiledFiles } from './compiled.ts'

const files = new CompiledFiles()
if (process.env['TRIBUTARY_KEEP_COMPILED'] !== undefined) process.on('exit', () => files.keep())
files.load(join(import.meta.dirname, '../cli/main.cjs'))
