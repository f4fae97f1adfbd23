/** Where notifications may be sent: to the public Internet, and never to whatever stands beside this service. */
import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose addresses. https://www.iana.org/assignments/iana-ipv4-special-registry */
const closed = new BlockList();
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
  ] as const),
  ...([
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
  ] as const),
  ...([
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const)
  closed.addSubnet(net, bits, 'ipv4');

/** Of IPv6 what is handed out to the world, without what carries an address of IPv4 or is for documents. */
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ...([
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const),
] as const)
  closed.addSubnet(net, bits, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address is one that may be told. */
export function isPublicAddress(address: string, allowLoopback = false): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (allowLoopback && loopback.check(address, family)) return true;
  if (closed.check(address, family)) return false;
  return version === 4 || global.check(address, family);
}

const longest = 2_000;

/** An address as it is written: brackets are of the URL. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** What cannot be told whatever it leads to; a name is looked up each time that it is used. */
export function endpointFault(
  endpoint: string | undefined,
  allowLoopback: boolean,
): 'form' | 'scheme' | 'credentials' | 'address' | undefined {
  if (endpoint === undefined || endpoint.length > longest || !URL.canParse(endpoint)) return 'form';
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '') return 'credentials';
  const host = hostOf(url);
  const isHere = allowLoopback && (host === 'localhost' || isPublicAddress(host, true));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return 'scheme';
  return isIP(host) === 0 || isPublicAddress(host, allowLoopback) ? undefined : 'address';
}
