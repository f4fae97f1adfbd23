/** How the pages look: readable on a phone, in the dark and on paper. Contrasts are 7:1 or more. */
export const style = `:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#404040;--paper:#fff;--shade:#f2f2ef;--line:#8a8a82;--link:#173f85}
@media (prefers-color-scheme:dark){:root{--ink:#f0f0ea;--soft:#cfcfc7;--paper:#161614;--shade:#262623;--line:#8a8a82;--link:#a9c8ff}}
body{font:1rem/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:0 1rem 3rem;color:var(--ink);background:var(--paper)}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
:target{background:var(--shade)}
header{display:flex;flex-wrap:wrap;gap:.5rem 2rem;align-items:baseline;padding:.75rem 0;border-bottom:1px solid var(--line)}
header nav a{display:inline-block;padding:.35rem 0}summary{padding:.35rem 0}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.25rem;background:var(--paper)}
#search{flex:1 1 16rem;min-width:0}#search[hidden]{display:none}
#words{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);padding:.35rem .5rem;width:70%;box-sizing:border-box}
#told{margin:.25rem 0 0}#found{margin:0;padding-left:1.2rem}#found:empty,#told:empty{display:none}
code,pre{font:.9em/1.45 ui-monospace,monospace;background:var(--shade);overflow-wrap:anywhere}
pre{padding:.75rem;overflow:auto}pre code{background:none;overflow-wrap:normal}
.wide{overflow-x:auto}table{border-collapse:collapse}
th,td{text-align:left;vertical-align:top;border:1px solid var(--line);padding:.25rem .5rem}td code{overflow-wrap:normal}
.da{color:var(--soft)}
@media print{header,.skip{display:none}}
`;

/** Two halves that meet. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#173f85" d="M8 1a7 7 0 0 0 0 14z"/><path fill="#7fa7e8" d="M9 1a7 7 0 0 1 0 14z"/></svg>';
