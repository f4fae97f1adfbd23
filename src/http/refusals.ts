import type { FastifyInstance, RouteOptions } from 'fastify';
import { methodNotAllowed } from '../fhir/outcome.ts';

const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Notes which methods the addresses that are added from now on take. */
export function noteMethods(app: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const taken = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = taken.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    taken.set(url, methods);
  });
  return taken;
}

/** What an address does not take is 405 with what it does take, whoever asks. */
export function addRefusals(
  app: FastifyInstance,
  taken: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const [url, methods] of [...taken]) {
    const allowed = all.filter((method) => methods.has(method));
    const others = all.filter((method) => !methods.has(method));
    if (others.length === 0) continue;
    app.route({
      method: others,
      url,
      handler: async (request) => {
        throw methodNotAllowed(request.method, allowed);
      },
    });
  }
}
