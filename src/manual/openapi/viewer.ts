/** The viewer of the OpenAPI document: Swagger UI from this machine, without a script in the page. */
import { frameHtml, type Names } from '../frame.ts';

const head = `<link rel="stylesheet" href="swagger-ui.css" /><link rel="stylesheet" href="viewer.css" />
<script src="swagger-ui-bundle.js" defer="defer"></script><script src="document.js" defer="defer"></script><script src="viewer.js" defer="defer"></script>`;

/** Its page. Links lead up, as it has a folder of its own. */
export const viewerHtml = (names: Names): string =>
  frameHtml(
    { name: 'openapi/index', title: 'OpenAPI', language: 'en', up: '../', head },
    names,
    '<h1>OpenAPI</h1><p class="about">Every request that the API answers, to look through and to send; <a href="../openapi.json">the document itself</a> is for generators of clients.</p><div id="viewer"><noscript><p>The viewer needs scripts; the document and the other pages do not.</p></noscript></div>',
  );

/** Swagger's own colours are too faint for WCAG 2.1 AA; these are 4.5:1 or more, by day and by night. */
export const viewerStyle = `#viewer p,#viewer li{max-width:none}
#viewer .swagger-ui{background:none}
#viewer ::placeholder{color:var(--soft);opacity:1}
#viewer .swagger-ui .wrapper{max-width:none;padding:0}
#viewer .swagger-ui .info{margin:1rem 0}
#viewer .swagger-ui .info a,#viewer .swagger-ui a.nostyle,#viewer .swagger-ui .renderedMarkdown a{color:var(--link)}
#viewer .swagger-ui .scheme-container{box-shadow:none;background:var(--shade);padding:1rem}
#viewer .swagger-ui .btn.authorize{color:var(--link);border-color:var(--link)}#viewer .swagger-ui .btn.authorize svg{fill:var(--link)}
#viewer .swagger-ui .opblock .opblock-summary-method{text-shadow:none;color:#fff;background:#3a4250}
#viewer .swagger-ui .opblock.opblock-get .opblock-summary-method{background:#1f58a8}
#viewer .swagger-ui .opblock.opblock-post .opblock-summary-method{background:#11693a}
#viewer .swagger-ui .opblock.opblock-put .opblock-summary-method{background:#8a4b00}
#viewer .swagger-ui .opblock.opblock-patch .opblock-summary-method{background:#0b6462}
#viewer .swagger-ui .opblock.opblock-delete .opblock-summary-method{background:#a32020}
#viewer .swagger-ui .info .title small,#viewer .swagger-ui .info .title small.version-stamp{background:#474d59}
#viewer .swagger-ui .info .title small pre{background:none;border:0;color:#fff}
#viewer .swagger-ui :focus-visible{outline:3px solid var(--link);outline-offset:2px}
`;

interface Root {
  readonly classList: { readonly toggle: (name: string, is: boolean) => void };
}

interface Browser {
  readonly SwaggerUIBundle: (options: object) => unknown;
  readonly samspilApi: object;
  readonly document: { readonly documentElement: Root };
  readonly matchMedia: (query: string) => {
    readonly matches: boolean;
    readonly addEventListener: (name: 'change', heard: () => void) => void;
  };
}

/** Written out for the browser as it stands here. Nobody outside is asked whether the document is valid: a test says so. */
function openViewer({ SwaggerUIBundle, samspilApi, document, matchMedia }: Browser): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const darken = (): void => document.documentElement.classList.toggle('dark-mode', dark.matches);
  darken();
  dark.addEventListener('change', darken);
  SwaggerUIBundle({
    spec: samspilApi,
    dom_id: '#viewer',
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    filter: true,
    validatorUrl: null,
    deepLinking: false,
  });
}

/** The script of its page. */
export const viewerScript = (): string => `(${openViewer})(globalThis);\n`;
