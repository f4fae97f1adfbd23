const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text to put into HTML, in an attribute too. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #bbb;vertical-align:top}
button{font:inherit;min-height:2.75rem;padding:.4rem 1rem;text-align:left;cursor:pointer}form{margin:.3rem 0}
td.text{white-space:pre-wrap}pre{white-space:pre-wrap;word-break:break-all;background:#f3f3f3;padding:1rem}`;

/** What every page is held to; where its forms may lead is for each to say. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** Sent with every page: nothing is loaded, no script runs, and no other page shows it as a part of its own. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `${pagePolicy}; form-action 'self'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** A Danish page; `body` is HTML. */
export const page = (title: string, body: string): string =>
  `<!doctype html><html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>
${body}</main></body></html>`;
