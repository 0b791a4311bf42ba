/** Whether a host may be contacted: names that lead into the operator's own network are refused unless that was allowed. */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { RemoteUrl } from '../../base/text/remote-url.ts'

export type HostCheck =
  /** Those addresses may be contacted, and no others; none when any may. */
  | { readonly kind: 'ok'; readonly addresses: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string }

export interface HostPolicy {
  readonly privateHosts: boolean
  /** A proxy looks names up itself, and may know names that this machine does not. */
  readonly proxied: boolean
}

export async function checkHost(url: RemoteUrl, policy: HostPolicy): Promise<HostCheck> {
  if (url.scheme === 'file' || policy.privateHosts) return { kind: 'ok', addresses: [] }
  const addresses = await addressesOf(url.host)
  if (addresses.length === 0) {
    return policy.proxied
      ? { kind: 'ok', addresses: [] }
      : { kind: 'unreachable', why: `no address is known for its host ${url.host}` }
  }
  const inside = addresses.find((address) => !isPublic(address))
  if (inside === undefined) return { kind: 'ok', addresses }
  const which = inside === url.host ? inside : `${url.host} (${inside})`
  return {
    kind: 'refused',
    why: `its host ${which} is not on the public network, and the roster does not allow private hosts`,
  }
}

/** As the machine's own resolver sees it: odd spellings of an address, such as `0x7f.1`, come out as what they mean. */
async function addressesOf(host: string): Promise<string[]> {
  try {
    const found = await lookup(host.replace(/^\[(.*)\]$/, '$1'), { all: true })
    return found.map(({ address }) => address)
  } catch {
    return []
  }
}

export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !SPECIAL_IPV4.check(address, 'ipv4')
  return family === 6 && !SPECIAL_IPV6.check(address, 'ipv6')
}

/** What IANA's registry of special-purpose addresses (RFC 6890 and after) keeps from the public network. */
const SPECIAL_IPV4 = blockList('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]) // prettier-ignore

/** Only 2000::/3 is given out at all; within it, what is for examples and what carries a version 4 address inside is shut too. */
const SPECIAL_IPV6 = blockList('ipv6', [
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])

/** One list for each family: a list takes an IPv4 address for an IPv6 one too, by its mapped form. */
function blockList(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) list.addSubnet(...subnet(range), family)
  return list
}

function subnet(range: string): [string, number] {
  const [net = '', bits] = range.split('/')
  return [net, Number(bits)]
}
