/** How the pages look: readable on a phone, in the dark and on paper. Contrasts of words are 7:1 or more, of what can be used 3:1 or more. */
export const style = `:root{color-scheme:light dark;--ink:#1b1e24;--soft:#474d59;--paper:#fff;--shade:#f3f5f9;--line:#d3d9e4;--edge:#7a8394;--link:#173f85;--mark:#e4ecfa}
@media (prefers-color-scheme:dark){:root{--ink:#eceef3;--soft:#c3c9d6;--paper:#14171d;--shade:#1f242d;--line:#3a4250;--edge:#8b95a7;--link:#a9c8ff;--mark:#26344f}}
*{box-sizing:border-box}
body{font:1rem/1.6 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--paper);overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
:target{background:var(--mark);scroll-margin-top:1rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;padding:.5rem;background:var(--paper);z-index:1}
header{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;padding:.6rem max(1rem,calc(50vw - 39rem));background:var(--shade);border-bottom:1px solid var(--line)}
.brand{display:inline-flex;align-items:center;gap:.5rem;font-size:1.15rem;font-weight:700;color:var(--ink);text-decoration:none}
header nav{display:flex;flex-wrap:wrap;gap:0 1.1rem}
header nav a{display:inline-block;padding:.4rem 0}summary{padding:.4rem 0;cursor:pointer}
[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
#search{flex:1 1 18rem;display:flex;flex-wrap:wrap;gap:.25rem .5rem;align-items:center;min-width:0}#search[hidden]{display:none}
#words{flex:1 1 10rem;min-width:0;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--edge);border-radius:.35rem;padding:.35rem .6rem}
#told,#found{flex:1 0 100%;margin:0}#found{list-style:none;padding:0;columns:2 20rem;gap:1.5rem}#found li{break-inside:avoid;padding:.3rem 0;border-bottom:1px solid var(--line)}#found span{display:block;color:var(--soft);font-size:.9rem}#found:empty,#told:empty{display:none}
main{max-width:80rem;margin:0 auto;padding:1.25rem 1rem 2rem}
.way{margin:0;font-size:.95rem}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.3rem);line-height:1.2;margin:.4rem 0}
h2{font-size:1.35rem;line-height:1.3;margin:2.2rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--line)}
p,li{max-width:46rem}
.da{color:var(--soft);margin:.2rem 0}.about{font-size:1.1rem;margin:.6rem 0 1rem}
.contents ul{margin:.2rem 0 1rem;padding-left:1.1rem}.contents summary{font-weight:600}
.contents a{display:inline-block;padding:.1rem 0}
@media (min-width:70rem){main:has(.contents){display:grid;grid-template:"top contents" auto "text contents" 1fr / minmax(0,1fr) 16rem;gap:0 2.5rem}.top{grid-area:top}.text{grid-area:text}.contents{grid-area:contents;font-size:.93rem}.contents details{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow:auto;padding-left:1rem;border-left:3px solid var(--line)}.contents ul{list-style:none;padding:0}}
.pages{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));gap:.75rem}
.pages li{border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem}.pages li>a{font-weight:600}.pages p{margin:.25rem 0 0;font-size:.93rem}
code,pre{font:.9em/1.5 ui-monospace,monospace;background:var(--shade)}
code{padding:.1em .3em;border-radius:.25em;overflow-wrap:anywhere}
pre{margin:.6rem 0;padding:.9rem 1rem;overflow:auto;border:1px solid var(--line);border-radius:.5rem}pre code{padding:0;background:none;overflow-wrap:normal}
.copied{position:relative}.copied pre{padding-top:2.6rem}
.copied button{position:absolute;top:.4rem;right:.4rem;font:.85rem/1.4 system-ui,sans-serif;color:var(--link);background:var(--paper);border:1px solid var(--edge);border-radius:.35rem;padding:.25rem .6rem;min-height:1.75rem;cursor:pointer}
.wide{overflow-x:auto;margin:.8rem 0}table{border-collapse:collapse;font-size:.95rem}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:.45rem .8rem}th{background:var(--shade);border-bottom:2px solid var(--edge)}
td code{overflow-wrap:normal}
footer{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;max-width:80rem;margin:0 auto;padding:0 1rem 2rem;color:var(--soft)}footer p{margin:0}
@media print{header,footer,.skip,.contents,.way,button{display:none}.wide{overflow:visible}}
`;

/** Two halves that meet. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#2f62b8" d="M7.5 1a7 7 0 0 0 0 14z"/><path fill="#7fa7e8" d="M8.5 1a7 7 0 0 1 0 14z"/></svg>';
