/** Rooms on a Jitsi Meet that lets in by token. https://jitsi.github.io/handbook/docs/devops-guide/secure-domain and lib-jitsi-meet's doc/tokens.md */
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Joining, VideoRooms } from '../video-rooms.ts';

export interface JitsiOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly appId: string;
  /** What both sides know, or a private RSA key in PEM of which it knows the public part. */
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const seconds = (ms: number): number => Math.floor(ms / 1_000);

const signerOf = (secret: string) =>
  secret.startsWith('-----BEGIN')
    ? ({ alg: 'RS256', key: createPrivateKey(secret) } as const)
    : ({ alg: 'HS256', key: Buffer.from(secret) } as const);

/** Makes the rooms' port; a room is there when the first one comes. Throws for a key that cannot be read. */
export function createJitsiRooms({ url, appId, secret, now }: JitsiOptions): VideoRooms {
  const { alg, key } = signerOf(secret);
  const token = ({ room, name, moderator, from, until }: Joining): Promise<string> =>
    new SignJWT({ room, context: { user: { name, moderator } }, moderator })
      .setProtectedHeader({ alg, typ: 'JWT' })
      .setAudience(appId)
      .setIssuer(appId)
      .setSubject(new URL(url).hostname)
      .setIssuedAt(seconds(now()))
      .setNotBefore(seconds(from))
      .setExpirationTime(Math.ceil(until / 1_000))
      .sign(key);
  return {
    join: async (joining) => `${url}/${joining.room}?jwt=${await token(joining)}`,
  };
}
