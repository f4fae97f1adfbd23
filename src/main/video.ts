import { loginDirectory } from '../access/login-directory.ts';
import type { IdentitySettings } from '../config/identity.ts';
import type { VideoSettings } from '../config/video.ts';
import { ConfigError } from '../config.ts';
import type { VideoDoor } from '../http/server.ts';
import { createJitsiRooms } from '../resources/appointment/jitsi-rooms.ts';
import type { VideoRooms } from '../resources/video-rooms.ts';
import { type Brokers, trustedIssuers } from './identity.ts';

/** Meetings by video: where they are held, and how who comes logs in. */
export interface Video {
  readonly rooms: VideoRooms;
  readonly door: VideoDoor;
}

/** A key in a setting may have its lines written as `\n`. Throws `ConfigError`. */
function roomsOf(video: VideoSettings, now: () => number): VideoRooms {
  try {
    return createJitsiRooms({ ...video, secret: video.secret.replaceAll('\\n', '\n'), now });
  } catch {
    throw new ConfigError(
      'VIDEO_SECRET begins like a private key in PEM, and cannot be read as one.',
    );
  }
}

/** The first issuer of each kind of people logs them in. Throws `ConfigError`. */
export function videoOf(
  video: VideoSettings,
  identity: IdentitySettings,
  now: () => number,
  known?: Brokers,
): Video {
  const issuers = trustedIssuers(identity, known);
  const loginBy = (kind: 'person' | 'employee') => {
    const found = issuers.find(({ broker }) => kind in broker);
    return found && loginDirectory(found.issuer, now);
  };
  const [citizen, staff] = [loginBy('person'), loginBy('employee')];
  const { clientId, clientSecret } = video;
  return {
    rooms: roomsOf(video, now),
    door: {
      ...{ clientId, audience: identity.audience },
      ...(clientSecret !== undefined && { clientSecret }),
      logins: { ...(citizen && { citizen }), ...(staff && { staff }) },
    },
  };
}
