/** By what requests are counted that nobody stands behind. */
import { isIPv4, isIPv6 } from 'node:net';

/** What an address is counted under that is none. */
const unknown = 'unknown';

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly string[] {
  const [left = [], right = []] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')));
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

const isMapped = (groups: readonly string[]): boolean =>
  groups[5] === 'ffff' && groups.slice(0, 5).every((group) => group === '0');

const inside = (groups: readonly string[]): string =>
  groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((pair) => [pair >> 8, pair & 255])
    .join('.');

/** An IPv4 address, or the /64 of an IPv6 one: whoever has one address of it has them all. `2001:db8:1:2::/64` */
export function networkOf(address: string | undefined): string {
  const [bare = ''] = (address ?? '').split('%');
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return unknown;
  const groups = groupsOf(bare);
  if (isMapped(groups)) return inside(groups);
  return `${new URL(`http://[${groups.slice(0, 4).join(':')}::]`).hostname.slice(1, -1)}/64`;
}
