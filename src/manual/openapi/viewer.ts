/** The viewer of the OpenAPI document: Swagger UI from this machine, without a script in the page. */

/** Its page. Links lead up, as it has a folder of its own. */
export const viewerHtml = (): string => `<!DOCTYPE html>
<html lang="en" xml:lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>OpenAPI – Samspil</title>
<link rel="stylesheet" href="swagger-ui.css" /><link rel="icon" type="image/svg+xml" href="../icon.svg" />
<script src="swagger-ui-bundle.js" defer="defer"></script><script src="document.js" defer="defer"></script><script src="viewer.js" defer="defer"></script></head>
<body><nav aria-label="Pages"><a href="../index.html">All pages</a></nav><main id="viewer"><noscript><p>The viewer needs scripts; <a href="../openapi.json">the document</a> does not.</p></noscript></main></body></html>
`;

interface Browser {
  readonly SwaggerUIBundle: (options: object) => unknown;
  readonly samspilApi: object;
}

/** Written out for the browser as it stands here. Nobody outside is asked whether the document is valid: a test says so. */
function openViewer({ SwaggerUIBundle, samspilApi }: Browser): void {
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
