import t from 'tap';
import { isSafeNarrative } from '../../src/fhir/narrative.ts';
import { isAtOnce } from '../at-once.ts';

const div = (body: string): string => `<div xmlns="http://www.w3.org/1999/xhtml">${body}</div>`;

const safe = [
  ...[
    'Tid hos sygeplejen',
    '<p>a<br/>b</p>',
    'a &amp; b &#160;&nbsp;',
    '<b class="x">a</b><!-- note -->',
  ],
  '<a href="https://sandby.example/tid">tid</a> <a href="#x" name="y">x</a> <a href="tel:12345678">ring</a>',
  '<table border="1"><tbody><tr><td colspan="2" style="color: red">a</td></tr></tbody></table>',
  '<img src="#billede" alt="kort"/><img src="data:image/png;base64,AAAA" alt="x"/>',
];
for (const body of safe) t.test(`allows ${body}`, async (t) => t.ok(isSafeNarrative(div(body))));

const unsafe = [
  ...[
    '<script>x</script>',
    '<SCRIPT>x</SCRIPT>',
    '<iframe src="x">a</iframe>',
    '<style>p{}</style>a',
  ],
  ...['<form>a</form>', '<input value="x"/>a', '<object data="x">a</object>', '<svg>a</svg>'],
  ...[
    '<b onclick="x()">a</b>',
    '<b ONCLICK="x()">a</b>',
    '<b data-x="1">a</b>',
    '<b class=x>a</b>',
  ],
  ...[
    '<a href="javascript:x()">a</a>',
    '<a href=" java&#115;cript:x()">a</a>',
    '<a href="java&#x0A;script:x">a</a>',
  ],
  ...[
    '<a href="javascript&colon;x">a</a>',
    '<a href="data:text/html,x">a</a>',
    '<a href="vbscript:x">a</a>',
  ],
  ...[
    '<img src="https://a.dk/spor.gif"/>',
    '<img src="//a.dk/spor.gif"/>',
    '<img src="data:image/svg+xml,x"/>',
  ],
  ...['<b style="background: url(https://a.dk)">a</b>', '<b style="width: expression(x)">a</b>'],
  ...[
    '<b>a',
    'a</b>',
    '<b><i>a</b></i>',
    '<b/',
    'a & b',
    'a < b',
    '<![CDATA[x]]>',
    '<?x y?>a',
    '<!DOCTYPE x>a',
  ],
  ...['', '   ', '<p></p>', '<p>a</p></div><div>b'],
];
for (const body of unsafe) {
  t.test(`refuses ${JSON.stringify(body)}`, async (t) => t.notOk(isSafeNarrative(div(body))));
}

t.test('the outermost element is one div in the XHTML namespace', async (t) => {
  const outer = [
    'tekst',
    '<p>a</p>',
    '<div>a</div>',
    '<div xmlns="http://a">a</div>',
    `${div('a')}x`,
  ];
  for (const text of outer) t.notOk(isSafeNarrative(text), text);
});

t.test('a megabyte of anything is decided at once', async (t) => {
  for (const part of ['<', '<b ', '<b a="', '&', '<b>', '<!--', 'a="b" ']) {
    const text = div(part.repeat(1_000_000 / part.length));
    t.ok(
      isAtOnce(() => isSafeNarrative(text), 700),
      part,
    );
  }
});
