import t from 'tap';
import { begin, providerOf, visitor } from './identity-visitor.ts';

t.test('whoever stops, and whoever asks wrongly, comes back with an error', async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const visit = visitor();
  const start = await visit(begin(issuer).url);
  const page = new URL(start.headers.get('location') ?? '', issuer).href;
  const stopped = await visit(page, { stop: 'ja' });
  const back = await visit(stopped.headers.get('location') ?? '');
  t.match(back.headers.get('location'), /callback\?error=access_denied/);
  const errorOf = async (asked: Record<string, string>) => {
    const answer = await visitor()(begin(issuer, asked).url);
    return new URL(answer.headers.get('location') ?? 'http://nowhere').searchParams.get('error');
  };
  t.same(
    await Promise.all(
      [
        { code_challenge: '', code_challenge_method: '' },
        { code_challenge: '' },
        { code_challenge_method: 'plain' },
        { scope: 'openid system/*.rs' },
        { aud: 'https://another.example/fhir' },
        { patient: '../Patient' },
      ].map(errorOf),
    ),
    [
      ...['invalid_request', 'invalid_request', 'invalid_request', 'invalid_scope'],
      ...['invalid_request', 'invalid_request'],
    ],
  );
});

t.test('what cannot go back is told on a page of our own that shows nothing sent', async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const told = async (url: string, form?: Record<string, string>) => {
    const answer = await visitor()(url, form);
    const page = await answer.text();
    t.equal(answer.status, 400, url);
    t.match(answer.headers.get('content-security-policy'), "default-src 'none'");
    t.notMatch(page, /evil|<script|https?:/);
    return page;
  };
  const evil = 'http://evil.example/%3Cscript%3E';
  t.match(await told(begin(issuer, { redirect_uri: evil }).url), 'not registered with us');
  t.match(await told(begin(issuer, { client_id: '<script>evil' }).url), 'do not know');
  t.match(await told(`${issuer}/auth`), 'Login er ikke muligt');
  t.match(await told(`${issuer}/interaction/evil`), 'Begin again in the application');
  t.match(await told(`${issuer}/interaction/evil`, { persona: 'citizen' }), 'Begynd forfra');
  t.match(await told(`${issuer}/auth/evil`), 'Begynd forfra');
});

t.test('no page of a login can be shown as a part of another, or told of to one', async (t) => {
  const provider = await providerOf(t);
  const issuer = provider.issuers.nemlogin;
  const held = (page: Response, leadsTo: RegExp) => {
    const policy = page.headers.get('content-security-policy') ?? '';
    t.match(policy, /default-src 'none'.*frame-ancestors 'none'.*base-uri 'none'/);
    t.match(policy, leadsTo);
    t.equal(page.headers.get('x-content-type-options'), 'nosniff');
    t.equal(page.headers.get('referrer-policy'), 'no-referrer');
    t.match(page.headers.get('content-type'), 'text/html');
  };
  const visit = visitor();
  const asked = { scope: 'openid offline_access patient/*.rs', prompt: 'consent' };
  const start = await visit(begin(issuer, asked).url);
  const step = new URL(start.headers.get('location') ?? '', issuer).href;
  const back = /form-action 'self' http:\/\/127\.0\.0\.1:8765$/;
  held(await visit(step), back);
  const chosen = await visit(step, { persona: 'citizen' });
  const on = await visit(new URL(chosen.headers.get('location') ?? '', issuer).href);
  const consent = await visit(new URL(on.headers.get('location') ?? '', issuer).href);
  t.match(await consent.clone().text(), 'name="consent"');
  held(consent, back);
  held(await visit(`${provider.url}/`), /form-action 'self'$/);
  held(await visit(`${issuer}/auth`), /form-action 'self'$/);
  held(await visit(`${issuer}/interaction/nobody`), /form-action 'self'$/);
  held(await visit(`${issuer}/session/end`), /base-uri 'none'$/);
});
