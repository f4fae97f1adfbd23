import { companion, localUrl } from './outside.ts';
import { type Environment, given, readWebUrl } from './setting.ts';

/** Where meetings by video are held, and what we are known by there and to those who log people in. */
export interface VideoSettings {
  readonly url: string;
  readonly appId: string;
  readonly secret: string;
  readonly clientId: string;
  /** Absent of a public client. */
  readonly clientSecret?: string;
}

/** `inPlace`: the sandbox stands in for a server that no setting names; beside a real Cura there is none, for nobody would come. */
export function readVideo(
  env: Environment,
  { host, port, inPlace }: { host: string; port: number; inPlace: boolean },
): { readonly video?: VideoSettings; readonly port?: number } {
  const of = 'VIDEO_URL';
  const url = readWebUrl(env, of);
  if (url === undefined && !inPlace) return {};
  const clientSecret = given(env, 'VIDEO_CLIENT_SECRET');
  const video: VideoSettings = {
    url: url ?? localUrl({ host, port }),
    appId: given(env, 'VIDEO_APP_ID') ?? 'samspil',
    secret: companion(env, 'VIDEO_SECRET', { real: url !== undefined, of }),
    clientId: given(env, 'VIDEO_CLIENT_ID') ?? 'samspil-video',
    ...(clientSecret !== undefined && { clientSecret }),
  };
  return { video, ...(url === undefined && { port }) };
}
