import type { Parameters } from '@medplum/fhirtypes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { tokenInvalid } from '../access/token-refusal.ts';
import { FhirError, type Language, notFound, type Text } from '../fhir/outcome.ts';
import { type Asking, preferOf } from '../interactions/exchange.ts';
import { stamped } from '../interactions/look.ts';
import { createRouter, type Router } from '../interactions/routes.ts';
import { offIn } from '../resources/feature.ts';
import { featureOff } from '../resources/feature-refusal.ts';
import { noteLooks } from './access-row.ts';
import { atDesk } from './desk.ts';
import { asFhirError, internal } from './fault.ts';
import type { Service, VideoDoor } from './server.ts';
import { escaped, type Pages, pageHeaders, pages, sendPage } from './small-page.ts';
import {
  type Begun,
  beginLogin,
  begunIn,
  type CameBack,
  endedCookie,
  endLogin,
} from './video-login.ts';
import { videoText } from './video-text.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a visitor came for, as far as that is known. */
interface Visit {
  readonly service: Service;
  readonly door: VideoDoor;
  readonly id?: string | undefined;
}

/** What is told of a refusal; the reasons are the issues' own where `why` is absent. */
interface Telling {
  readonly title: Text;
  readonly why?: Text;
}

const notThere: Telling = { title: videoText.notThere, why: videoText.whyNotThere };
const loginFailed: Telling = { title: videoText.loginFailed, why: videoText.whyLoginFailed };

const byKey: Readonly<Record<string, Telling>> = {
  'video-not-open': { title: videoText.notOpen },
  'video-over': { title: videoText.over },
  'video-cancelled': { title: videoText.notHeld },
  'video-not-booked': { title: videoText.notHeld },
  'no-video': notThere,
};

const byStatus: Readonly<Record<number, Telling>> = {
  ...{ 401: loginFailed, 404: notThere, 410: notThere },
  ...{ 500: { title: videoText.away }, 503: { title: videoText.away } },
};

const tellingOf = ({ status, issues }: FhirError): Telling =>
  byKey[issues[0]?.key ?? ''] ?? byStatus[status] ?? { title: videoText.noEntry };

const link = (href: string, text: string): string =>
  `<p><a href="${escaped(href)}">${text}</a></p>`;

/** The ways on: again, or by the other login. Both lead to pages of ours. */
function waysOn({ door, id }: Visit, language: Language): string {
  if (id === undefined) return '';
  const again = link(`/video/${id}`, videoText.again[language]);
  const staff = door.logins.staff && link(`/video/${id}?login=staff`, videoText.staff[language]);
  return `${again}${staff ?? ''}`;
}

function refusalPage(visit: Visit, error: FhirError): Pages {
  const { title, why } = tellingOf(error);
  const { phone } = visit.service.ports.municipality;
  const tel = `<a href="tel:${escaped(phone)}">${escaped(phone)}</a>`;
  return pages(title, (language) => {
    const reasons = why ? [why] : error.issues.map(({ text }) => text);
    const said = reasons.map((text) => `<p>${escaped(text[language])}</p>`).join('');
    return `${said}${waysOn(visit, language)}<p>${videoText.call[language]} ${tel}.</p>`;
  });
}

/** A 401 of ours asks for no header: the page asks for a login. */
const statusOf = ({ status }: FhirError): number => (status === 401 ? 403 : status);

function refuse(reply: FastifyReply, visit: Visit, error: unknown): FastifyReply {
  const known = asFhirError(error) ?? internal();
  if (known.status === 500)
    visit.service.ports.log.error(
      { route: '/video/:id', fault: String((error as Error).name) },
      'request failed',
    );
  return sendPage(reply, statusOf(known), refusalPage(visit, known));
}

const goTo = (reply: FastifyReply, location: string): FastifyReply =>
  reply
    .code(303)
    .headers({ ...pageHeaders, location })
    .send();

/**
 * Sends the visitor on by a page, not by a redirect: browsers hold a redirect after the form of a login against what the page of the
 * login allows, and that is us, not the server of the meeting.
 */
const enter = (reply: FastifyReply, to: string): FastifyReply =>
  sendPage(
    reply.header('refresh', `0; url=${to}`),
    200,
    pages(videoText.entering, (language) => link(to, videoText.enter[language])),
  );

const asked = (id: string): Asking => ({
  ...{ method: 'POST', path: ['Appointment', id, '$join-video'], query: [], conditions: {} },
  ...{ prefer: preferOf(''), body: () => undefined },
});

/** What `$join-video` answers to the one who has logged in; kept like any other look. */
async function joined(
  { service }: Visit,
  router: Router,
  request: FastifyRequest,
  { id, authorization }: { readonly id: string; readonly authorization: string },
): Promise<string> {
  const asking = asked(id);
  const { route, place } = router.match(asking.method, asking.path);
  const told = await atDesk(
    service,
    request,
    { route, asking, place, authorization },
    async (desk) => {
      const made = stamped(await route.run(desk, asking, place), route, asking);
      await noteLooks(service, desk, made.looks, request);
      return made;
    },
  );
  const { parameter = [] } = JSON.parse(String(told.body)) as Parameters;
  return parameter.find(({ name }) => name === 'url')?.valueUrl ?? '';
}

/** Whoever comes back with a login that was not begun here is counted like any without a good one. */
async function ownLogin(
  { service, door }: Visit,
  { ip, query }: FastifyRequest,
  begun: Begun | undefined,
): Promise<string> {
  const { ports } = service;
  try {
    if (!begun) throw tokenInvalid();
    return await endLogin(ports, door, begun, query as CameBack);
  } catch (error) {
    if (error instanceof FhirError && error.status === 401)
      await service.countRefusal(ip, ports.now());
    throw error;
  }
}

/** The page behind the address of a meeting by video: asks who comes, and sends them in. A GET begins a login and nothing else. */
export function addVideoPage(app: FastifyInstance, service: Service, door: VideoDoor): void {
  const { ports } = service;
  const router = createRouter(service.rooms);
  app.get<{ Params: { id: string }; Querystring: { login?: string } }>(
    '/video/:id',
    async ({ params: { id }, query }, reply) => {
      const who = query.login === 'staff' && door.logins.staff ? 'staff' : 'citizen';
      const visit: Visit = { service, door, id: uuid.test(id) ? id : undefined };
      if (offIn(ports.municipality).has('video'))
        return refuse(reply, visit, featureOff('video', ports.municipality));
      if (visit.id === undefined)
        return sendPage(reply, 404, refusalPage(visit, notFound('Appointment', '…')));
      try {
        const { url, cookie } = await beginLogin(ports, door, { id, who });
        return goTo(reply.header('set-cookie', cookie), url);
      } catch (error) {
        return refuse(reply, visit, error);
      }
    },
  );
  app.get('/video/callback', async (request, reply) => {
    const begun = await begunIn(ports, request.headers.cookie);
    const visit: Visit = { service, door, id: begun?.id };
    reply.header('set-cookie', endedCookie(ports));
    try {
      const authorization = await ownLogin(visit, request, begun);
      const to = await joined(visit, router, request, { id: begun?.id ?? '', authorization });
      return enter(reply, to);
    } catch (error) {
      return refuse(reply, visit, error);
    }
  });
}
