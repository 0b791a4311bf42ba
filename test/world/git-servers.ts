/** Servers on this machine to fetch from: honest ones, and ones that do what no server should. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer as createHttpsServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { makeCertificate } from './certificate.ts'
import { TEST_ENV } from './fast-import.ts'

export interface GitServer extends AsyncDisposable {
  readonly port: number
  /** How often somebody connected. */
  connections(): number
}

/** `git daemon`, a process a connection, for all repositories below a folder. */
export function gitDaemon(folder: string): Promise<GitServer> {
  return rawServer((socket) => {
    const args = ['daemon', '--inetd', '--export-all', '--log-destination=none', `--base-path=${folder}`]
    const daemon = spawn('git', args, { env: TEST_ENV, stdio: ['pipe', 'pipe', 'ignore'] })
    socket.pipe(daemon.stdin).on('error', () => undefined)
    daemon.stdout.pipe(socket)
    socket.on('close', () => daemon.kill())
  })
}

/** Whatever is done with each connection. */
export async function rawServer(serve: (socket: Socket) => void): Promise<GitServer> {
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    serve(socket)
  })
  const port = await listen(server)
  return { port, connections: () => connections, [Symbol.asyncDispose]: () => close(server, sockets) }
}

/** Passes a conversation on to another port. Each piece of the answer passes, is held back for ever, or cuts it off. */
export function relay(socket: Socket, port: number, judge: (chunk: Buffer) => 'pass' | 'hold' | 'cut'): void {
  const behind = connect(port, '127.0.0.1')
  socket.pipe(behind).on('error', () => undefined)
  behind.on('data', (chunk: Buffer) => {
    const verdict = judge(chunk)
    if (verdict === 'pass') socket.write(chunk)
    if (verdict === 'cut') socket.destroy()
  })
  behind.on('end', () => socket.end())
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface HttpsServer extends GitServer {
  /** The certificate a client must trust. */
  readonly certificate: string
}

/** An HTTPS server with a certificate of its own making, for `localhost` and `127.0.0.1`. */
export async function httpsServer(folder: string, answer: Answer): Promise<HttpsServer> {
  const { certificate, key } = makeCertificate(folder)
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createHttpsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer)
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  const port = await listen(server)
  return { port, certificate, connections: () => connections, [Symbol.asyncDispose]: () => close(server, sockets) }
}

/** git's own answer to HTTP, `git http-backend` as a CGI program (RFC 3875). */
export function httpBackend(folder: string): Answer {
  return (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'https://localhost')
    const env = {
      ...TEST_ENV,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    }
    const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] })
    request.pipe(backend.stdin).on('error', () => undefined)
    const chunks: Buffer[] = []
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    backend.on('close', () => sendCgi(Buffer.concat(chunks), response))
  }
}

function sendCgi(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n')
  const headers = output
    .toString('latin1', 0, end)
    .split('\r\n')
    .map((line) => line.split(': '))
  const status = headers.find(([name]) => name === 'Status')?.[1]
  for (const [name = '', value = ''] of headers) if (name !== 'Status') response.setHeader(name, value)
  response.writeHead(status === undefined ? 200 : Number.parseInt(status, 10)).end(output.subarray(end + 4))
}

/** A line as git's protocol frames it (gitprotocol-common(5)). */
export function pktLine(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes])
}

export const FLUSH = Buffer.from('0000')

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
