/** A certificate that nobody signed but itself, for servers on this machine. */
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Tests that need one are skipped where there is no openssl. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** For `localhost` and `127.0.0.1`; both are files in that folder. */
export function makeCertificate(folder: string): { readonly certificate: string; readonly key: string } {
  const certificate = join(folder, 'certificate.pem')
  const key = join(folder, 'key.pem')
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  })
  return { certificate, key }
}
