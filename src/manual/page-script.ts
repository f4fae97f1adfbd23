/** What else a page does in the reader's browser: the list of its sections is open where there is room, code can be copied, and the keyboard stops at what scrolls alone. */

interface Node {
  open: boolean;
  type: string;
  className: string;
  textContent: string;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly before: (node: Node) => void;
  readonly append: (...inner: readonly Node[]) => void;
  readonly setAttribute: (name: string, value: string) => void;
  readonly removeAttribute: (name: string) => void;
  readonly addEventListener: (name: string, heard: () => void) => void;
}

interface Browser {
  readonly document: {
    readonly documentElement: { readonly lang: string };
    readonly querySelectorAll: (selector: string) => readonly Node[];
    readonly createElement: (name: string) => Node;
  };
  readonly navigator: {
    readonly clipboard?: { readonly writeText: (words: string) => Promise<void> };
  };
  readonly matchMedia: (query: string) => { readonly matches: boolean };
  readonly addEventListener: (name: string, heard: () => void) => void;
}

/** Written out for the browser as it stands here. */
function dress(browser: Browser): void {
  const { document, navigator } = browser;
  const isDanish = document.documentElement.lang === 'da';
  const [copy, copied] = isDanish ? ['Kopiér', 'Kopieret'] : ['Copy', 'Copied'];
  const hasRoom = browser.matchMedia('(min-width: 70rem)').matches;
  for (const one of document.querySelectorAll('.contents details')) one.open = hasRoom;
  const stops = (): void => {
    for (const one of document.querySelectorAll('.wide, pre'))
      if (one.scrollWidth > one.clientWidth) one.setAttribute('tabindex', '0');
      else one.removeAttribute('tabindex');
  };
  stops();
  browser.addEventListener('resize', stops);
  const { clipboard } = navigator;
  if (!clipboard) return;
  for (const shown of document.querySelectorAll('pre')) {
    const [box, button] = [document.createElement('div'), document.createElement('button')];
    box.className = 'copied';
    button.type = 'button';
    button.textContent = copy;
    button.addEventListener('click', () => {
      void clipboard.writeText(shown.textContent).then(() => {
        button.textContent = copied;
      });
    });
    shown.before(box);
    box.append(shown, button);
  }
}

/** The part of the script of every page that is no search. */
export const pageScript = (): string => `(${dress})(globalThis);\n`;
