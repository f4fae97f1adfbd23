import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

const left = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Answers as told; a caller who leaves in the middle of what it says ends no test. */
export const listener =
  (serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>): RequestListener =>
  (request, response) =>
    void serve(request, response).catch((error: NodeJS.ErrnoException) => {
      if (!left.has(error.code ?? '')) throw error;
    });
