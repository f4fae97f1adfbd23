import t from 'tap';
import { commitmentOf, nonces } from '../../src/ledger/row.ts';
import { VerifyFault } from '../../src/ledger/verify-members.ts';
import { linesIn } from '../../src/ledger/verify-read.ts';
import { checkRow } from '../../src/ledger/verify-row.ts';
import { checked, dayMs, keptLedger, linesOf } from './kept.ts';
import { monday } from './tampering.ts';

t.setTimeout(120_000);

type Line = Record<string, unknown>;

t.test('an export says nothing that is not proved', async (t) => {
  const kept = await keptLedger(t, monday);
  const lines = await linesOf(kept);
  const part = await linesOf(kept, { from: monday + 2 * dayMs });
  const line = (index: number): string => lines[index] ?? '';
  const look = lines.findIndex((one) => one.includes('access'));
  const written = lines.findIndex((one) => one.includes('"provenance"'));
  const last = lines.length - 1;
  const changed = (index: number, change: (line: Line) => object): string[] =>
    lines.with(index, JSON.stringify(change(JSON.parse(line(index)))));
  const told = (index: number): string => String((JSON.parse(line(index)) as Line).provenance);
  const hidden = lines.map((one) => {
    const { nonce, row, ...rest } = JSON.parse(one) as Line;
    if (typeof nonce !== 'string' || typeof row !== 'string') return one;
    const all = Buffer.concat([Buffer.from(nonce, 'base64url'), Buffer.from(row)]);
    return JSON.stringify({ ...rest, nonce: all.toString('base64url'), row: '' });
  });
  const strange = /has a member that does not belong there: "note"/;
  const twice = /is not written as it was: a member stands twice/;
  const behind = /^Line \d+ stands behind the end/;
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['rows hidden in their nonces', hidden, /^Row 0 has no nonce/],
    [
      'a Provenance of a look',
      changed(look, (one) => ({ ...one, provenance: told(written) })),
      /has a Provenance, and tells of no write/,
    ],
    [
      'a Provenance of a row that is gone',
      changed(written, (one) => ({ ...one, nonce: null, row: null })),
      /has a Provenance, and tells of no write/,
    ],
    ['a row twice', lines.with(look, line(look).replace('{', '{"row":"forged",')), twice],
    [
      'a Provenance that is two',
      changed(written, (one) => ({
        ...one,
        provenance: told(written).replace('{', '{"resourceType":"Patient",'),
      })),
      twice,
    ],
    ...[0, look, written, last].map(
      (index) => ['a member', changed(index, (one) => ({ ...one, note: 'x' })), strange] as const,
    ),
    [
      'a member of the key',
      changed(0, (one) => ({ ...one, key: { ...(one.key as Line), note: 'x' } })),
      strange,
    ],
    [
      'another key',
      changed(0, (one) => ({ ...one, key: { ...(one.key as Line), x: 'AA' } })),
      /The key that the file names is another/,
    ],
    ['from', changed(0, (one) => ({ ...one, from: 'ever' })), /no from/],
    ['the last checkpoint twice', [...lines, line(last)], behind],
    [
      'a checkpoint twice',
      lines.flatMap((one) => (/"checkpoint":/.test(one) ? [one, one] : [one])),
      /order/,
    ],
    ['a row behind the end', [...lines, line(look)], behind],
    ['a proof behind the end', [...lines, part[1] ?? ''], behind],
    ['a proof between', lines.toSpliced(5, 0, part[1] ?? ''), /does not belong there/],
    ['a proof late', part.toSpliced(2, 1).toSpliced(9, 0, part[2] ?? ''), /does not belong there/],
    ['a proof twice', part.toSpliced(1, 0, part[1] ?? ''), /does not belong there/],
    ['a mark', lines.with(0, `\ufeff${line(0)}`), /^The first line begins with a byte order mark/],
    ['a blank line', lines.toSpliced(4, 0, ''), /^Line 5 is blank/],
    ['a blank line at the end', [...lines, ' '], /^Line \d+ is blank/],
  ];
  const { publicJwk: key } = kept.ledger.key;
  for (const [what, given, sentence] of cases)
    t.match(await checked(given, { key }), sentence, what);
  t.match(part[1], /^\{"consistency"/);
  t.match(await checked(part, { key }), { header: { start: 303 } });
});

const row = [
  ...['id', 'access', 5, null, 'Patient/x', 'self', 'x', null, 'read', null, ['A/b'], 1, null],
  ...[null, null, null, '0', null],
];

t.test('what is not wholly a row is none, whatever it was committed to', (t) => {
  const said = (text: string) => {
    const [nonce = Buffer.alloc(0)] = nonces(1);
    return () =>
      checkRow({ index: 7, nonce, row: text, commitment: commitmentOf(nonce, text), ...none });
  };
  const none = { provenance: undefined };
  t.equal(said(JSON.stringify(row))(), 'other');
  const gone = new VerifyFault('The Provenance of row 7 is gone, and the row is still there.');
  const write = JSON.stringify(row.with(1, 'write'));
  t.throws(said(write), gone);
  const wrong: unknown[] = [[], {}, [...row, null], row.slice(1), ''];
  const others = [
    [0, 4],
    [0, null],
    [1, 'note'],
    [1, 'toString'],
    [2, 'soon'],
    [2, 0.5],
    [3, {}],
    [4, null],
  ];
  const more = [
    [5, []],
    [6, 1],
    [8, null],
    [10, null],
    [10, [1]],
    [11, '1'],
    [16, 0],
    [16, '5'],
    [17, 1],
  ];
  const texts = [
    ...['', 'x', write.replace('write', 'wr\\u0069te'), ` ${write}`, write.replace(',5,', ',5.0,')],
    ...[
      ...wrong,
      ...[...others, ...more].map(([at, value]) => row.with(Number(at), value as string)),
    ].map((value) => JSON.stringify(value)),
  ];
  for (const text of texts)
    t.throws(said(text), new VerifyFault('Row 7 does not have the fields of a row.'), text);
  t.end();
});

t.test('lines end where an export ends them', async (t) => {
  const read = async (chunks: readonly (string | Buffer)[], longest?: number): Promise<unknown> => {
    const each = (async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk as string);
    })();
    const lines: string[] = [];
    try {
      for await (const line of linesIn(each, longest)) lines.push(line);
      return lines;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const separator = 'a\u2028b\u0085c\rd';
  t.same(await read([`${separator}\nx`, 'y\r', '\n\n', 'z']), [separator, 'xy', '', 'z']);
  t.same(await read([]), []);
  t.equal(await read(['ok\n', Buffer.of(0xff, 0x0a)]), 'Line 2 is not UTF-8.');
  t.match(await read(['ok\n', 'x'.repeat(60), 'x'.repeat(60)], 100), /^Line 2 is longer than any/);
});
