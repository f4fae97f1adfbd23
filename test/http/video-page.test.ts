import { decodeJwt, SignJWT } from 'jose';
import t from 'tap';
import { uuidv5 } from '../../src/fhir/id.ts';
import {
  entered,
  join,
  type LoginHouse,
  loginHouse,
  looksAt,
  meetingAt,
  minuteMs,
} from './video-scene.ts';
import { comer } from './video-visitor.ts';

let house: LoginHouse;
let meeting: { id: string; curaId: string };
t.before(async () => {
  house = await loginHouse(t);
  meeting = await meetingAt(house, house.sync.now() + 5 * minuteMs);
});

const titleOf = (text: string): string => /<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? '';
const cameWith = (path: string, name: string, value: string): string => {
  const url = new URL(path, 'https://x');
  url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
};

t.test(
  'the address of a meeting sends to a login, and remembers nothing but in a sealed cookie',
  async (t) => {
    const { status, location, headers } = await comer(house).get(`/video/${meeting.id}`);
    t.equal(status, 303);
    const { origin, pathname, searchParams } = new URL(location);
    t.equal(`${origin}${pathname}`, `${house.identity.issuers.nemlogin}/auth`);
    const {
      state = '',
      code_challenge: challenge = '',
      ...asked
    } = Object.fromEntries(searchParams);
    t.same(asked, {
      ...{ response_type: 'code', client_id: 'samspil-video', aud: 'samspil-test' },
      ...{ scope: 'openid patient/Appointment.r', code_challenge_method: 'S256' },
      redirect_uri: 'https://samspil.test/video/callback',
    });
    for (const one of [state, challenge]) t.match(one, /^[\w-]{43}$/);
    const [line = ''] = headers.getSetCookie();
    const [pair = '', ...attributes] = line.split('; ');
    t.match(pair, /^__Secure-samspil-video=[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    const wanted = ['Max-Age=600', 'Path=/video', 'HttpOnly', 'SameSite=Lax', 'Secure'];
    t.same(attributes, wanted);
    t.equal(headers.get('cache-control'), 'no-store');
    t.equal(headers.get('referrer-policy'), 'no-referrer');
    const unknown = uuidv5(house.sync.namespace, 'nobody');
    t.equal((await comer(house).get(`/video/${unknown}`)).status, 303, 'whatever it is of');
  },
);

t.test('who logs in and has a place in the meeting is let in', async (t) => {
  const server = house.video;
  const here = comer(house);
  const back = await here.logIn(meeting.id, 'citizen');
  const answer = await here.get(back);
  t.equal(answer.status, 200);
  t.match(answer.location, new RegExp(`^${server.url}/[0-9a-f]{32}\\?jwt=`));
  t.equal(answer.headers.get('cache-control'), 'no-store');
  t.equal(answer.headers.get('referrer-policy'), 'no-referrer');
  t.match(answer.headers.getSetCookie()[0], /=; Max-Age=0;/, 'the login is over');
  t.match(await entered(server, answer.location), { status: 200, text: /Karen.*: gæst/ });
  const nurse = comer(house);
  const theirs = await nurse.get(await nurse.logIn(meeting.id, 'staff', true));
  t.match(await entered(server, theirs.location), { status: 200, text: /ordstyrer/ });
  t.same(await looksAt(house, meeting.id), ['access self', 'access staff']);
});

t.test('who has none sees what is seen where there is no meeting', async (t) => {
  const unknown = uuidv5(house.sync.namespace, 'nobody');
  const shown = async (id: string) => {
    const here = comer(house);
    const { status, text } = await here.get(await here.logIn(id, 'neighbour'));
    return { status, text: text.replaceAll(id, '') };
  };
  const there = await shown(meeting.id);
  t.equal(there.status, 404);
  t.equal(titleOf(there.text), 'Videomødet kan ikke findes');
  t.same(there, await shown(unknown));
  t.same((await looksAt(house, meeting.id)).at(-1), 'refusal self');
});

t.test('a login that was not begun in this browser, or has ended, lets nobody in', async (t) => {
  const one = comer(house);
  const back = await one.logIn(meeting.id, 'citizen');
  const kept = one.cookie;
  const refused = async (path: string, cookie: string) => {
    const here = comer(house);
    here.cookie = cookie;
    const { status, text } = await here.get(path);
    return `${status} ${titleOf(text)}`;
  };
  const not = '403 Du er ikke logget på';
  const other = comer(house);
  await other.get(`/video/${meeting.id}`);
  const { code = '' } = Object.fromEntries(new URL(back, 'https://x').searchParams);
  t.equal(await refused(back, ''), not, 'no cookie');
  t.equal(await refused(back, other.cookie), not, 'the cookie of another');
  t.equal(await refused(back, `${kept.slice(0, -4)}AAAA`), not, 'an altered cookie');
  t.equal(await refused(cameWith(back, 'state', 'guess'), kept), not, 'a forged state');
  t.equal(await refused(cameWith(back, 'iss', 'https://ond.example'), kept), not, 'another issuer');
  t.equal(await refused(`${back}&code=${code}`, kept), not, 'two codes');
  t.equal(await refused('/video/callback?error=access_denied', kept), not, 'broken off');
  t.equal(await refused(cameWith(back, 'code', 'guess'), kept), not, 'a forged code');
  t.equal((await one.get(back)).status, 200, 'and it is good yet');
  t.equal(await refused(back, kept), not, 'but once only');
  const now = house.sync.now();
  house.setNow(now + 11 * minuteMs);
  t.equal(await refused(back, kept), not, 'and not for long');
  house.setNow(now);
});

t.test('nothing in the address leads elsewhere', async (t) => {
  const here = comer(house);
  for (const path of [
    '//ond.example',
    '/https:%2F%2Fond.example',
    '/%0d%0alocation:x',
    '/x',
    '/%00',
  ])
    t.match(await here.get(`/video${path}`), { status: 404, location: '' }, path);
  const to = `/video/${meeting.id}?login=https://ond.example&redirect_uri=https://ond.example`;
  const { location } = await here.get(to);
  t.notMatch(location, /ond/);
  t.ok(location.startsWith(house.identity.issuers.nemlogin));
});

t.test(
  'a meeting that is not open has a page that says when, in the language asked for',
  async (t) => {
    const later = await meetingAt(house, house.sync.now() + 120 * minuteMs);
    const here = comer(house);
    const back = await here.logIn(later.id, 'citizen');
    const { status, text, headers } = await here.get(back, { 'accept-language': 'en-GB' });
    t.equal(status, 422);
    t.match(
      text,
      /<html lang="en">.*<h1>The video meeting is not open yet<\/h1>.*opens .* at \d\d:\d\d/s,
    );
    t.match(text, new RegExp(`href="/video/${later.id}"`), 'and a way to try again');
    t.match(headers.get('content-security-policy'), /default-src 'none'.*frame-ancestors 'none'/);
    const answer = await fetch(`${new URL(house.base).origin}/video/callback`, { method: 'POST' });
    t.equal(answer.status, 404, 'a login comes back by GET alone');
  },
);

t.test('the video server lets in by a ticket of ours, and by nothing else', async (t) => {
  const { video: server } = house;
  const other = await meetingAt(house, house.sync.now() + 5 * minuteMs, {
    ...{ borgerId: 'borger-00002', medarbejderId: 'med-003' },
  });
  const { url = '', until = 0 } = await join(house, 'citizen', meeting.id);
  await join(house, 'staff', meeting.id).then(({ url: theirs = '' }) => entered(server, theirs));
  const inside = await entered(server, url);
  t.equal(inside.status, 200);
  t.match(inside.text, /ordstyrer.*Karen Margrethe Lindgaard: gæst/s);
  const { url: elsewhere } = await join(house, 'neighbour', other.id);
  t.match(await entered(server, url, new URL(elsewhere ?? '').pathname.slice(1)), {
    status: 403,
    text: /et andet rum/,
  });
  const claims = decodeJwt(new URL(url).searchParams.get('jwt') ?? '');
  const forged = async (more: object, key = 'test', alg = 'HS256') => {
    const token = new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg });
    const jwt = await token.sign(Buffer.from(key.padEnd(4)));
    return (await entered(server, `${url.split('?')[0]}?jwt=${jwt}`)).status;
  };
  t.equal(await forged({}), 200);
  t.same(
    [
      await forged({}, 'guess'),
      await forged({ aud: 'other' }),
      await forged({ iss: 'other' }),
      await forged({ room: 'x' }),
      await forged({ exp: undefined }),
      await forged({ nbf: until / 1_000 }),
      await forged({}, 'test', 'HS512'),
      (await entered(server, `${url.split('?')[0]}`)).status,
    ],
    Array(8).fill(403),
  );
});

t.test('an issuer that is away is said so, and none is let in', async (t) => {
  const here = comer(house);
  const back = await here.logIn(meeting.id, 'citizen');
  await house.identity.close();
  const { status, text } = await here.get(back);
  t.same([status, titleOf(text)], [503, 'Prøv igen om lidt']);
});
