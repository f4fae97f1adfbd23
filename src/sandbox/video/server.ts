/** The sandbox's video server: no picture and no sound, but it lets in by token as a Jitsi Meet does, and shows who came. */
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { errors, jwtVerify } from 'jose';
import { escapeHtml, page, pageHeaders } from '../html.ts';

export interface VideoOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Whose tokens are taken, and what they are signed with. */
  readonly appId: string;
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface RunningVideo {
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface Guest {
  readonly name: string;
  readonly moderator: boolean;
  /** Epoch milliseconds. */
  readonly until: number;
}

type Rooms = Map<string, readonly Guest[]>;

const reasons: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'Billetten er udløbet.',
  nbf: 'Billetten gælder ikke endnu.',
  room: 'Billetten er til et andet rum.',
};

const whyNot = (error: unknown): string => {
  const { code = '', claim = '' } = error as Partial<errors.JWTClaimValidationFailed>;
  return reasons[code] ?? reasons[claim] ?? 'Billetten kan ikke bruges.';
};

/** Who the token lets into the room. Throws what `jose` throws. */
async function guestIn(
  { appId, secret, now }: VideoOptions,
  room: string,
  jwt: string,
): Promise<Guest> {
  const { payload } = await jwtVerify(jwt, Buffer.from(secret), {
    ...{ algorithms: ['HS256'], audience: appId, issuer: appId, currentDate: new Date(now()) },
    requiredClaims: ['sub', 'exp', 'nbf', 'room', 'context'],
  });
  if (payload.room !== room)
    throw new errors.JWTClaimValidationFailed('another room', payload, 'room', 'check_failed');
  const { user } = payload.context as { user: { name: string; moderator: boolean } };
  return { name: user.name, moderator: user.moderator, until: (payload.exp ?? 0) * 1_000 };
}

/** Who is there now; coming again makes nobody two. */
function enter(rooms: Rooms, room: string, guest: Guest, now: number): readonly Guest[] {
  const others = (rooms.get(room) ?? []).filter(
    ({ name, moderator, until }) =>
      until > now && (name !== guest.name || moderator !== guest.moderator),
  );
  const all = [...others, guest];
  rooms.set(room, all);
  return all;
}

const roomPage = (guests: readonly Guest[]): string => {
  const items = guests.map(
    ({ name, moderator }) => `<li>${escapeHtml(name)}: ${moderator ? 'ordstyrer' : 'gæst'}</li>`,
  );
  return page('Videomøde (sandkasse)', `<p>I rummet:</p><ul>${items.join('')}</ul>`);
};

const html = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).headers(pageHeaders).send(text);

function addRooms(app: FastifyInstance, options: VideoOptions): void {
  const rooms: Rooms = new Map();
  app.get<{ Params: { room: string }; Querystring: { jwt?: string } }>(
    '/:room',
    async ({ params: { room }, query: { jwt = '' } }, reply) => {
      try {
        const guest = await guestIn(options, room, jwt);
        return html(reply, 200, roomPage(enter(rooms, room, guest, options.now())));
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        return html(reply, 403, page('Ingen adgang', `<p>${whyNot(error)}</p>`));
      }
    },
  );
  app.get('/', (_, reply) =>
    html(reply, 200, page('Video i sandkassen', '<p>Man kommer ind med linket fra en aftale.</p>')),
  );
}

/** Starts the video server. Rooms are there while somebody is in them, and forgotten when it closes. */
export async function startVideo(options: VideoOptions): Promise<RunningVideo> {
  const app = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
  addRooms(app, options);
  const url = await app.listen({ port: options.port, host: options.host });
  return { url, close: () => app.close() };
}
