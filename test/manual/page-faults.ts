/** What of a page would shut somebody out, as a script for the browser that shows it: WCAG 2.1 AA as far as a program can tell. */
export const pageFaults = String.raw`(() => {
  const found = [];
  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = numbers(getComputedStyle(one).backgroundColor);
      if ((colour[3] ?? 1) > 0) return colour;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (texts.nextNode()) {
    const { data, parentElement: element } = texts.currentNode;
    if (data.trim() === '' || !element.checkVisibility()) continue;
    seen += 1;
    const pair = [numbers(getComputedStyle(element).color), ground(element)].map(luminance);
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (contrast < 7) found.push('contrast ' + contrast.toFixed(1) + ': ' + data.slice(0, 30));
  }
  if (seen < 10) found.push('hardly a word');
  const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(({ tagName }) => Number(tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) found.push('not one h1');
  if (levels.some((level, at) => level > (levels[at - 1] ?? 0) + 1)) found.push('a level is left out');
  for (const mark of ['header', 'nav', 'main', 'footer', 'a.skip'])
    if (!document.querySelector(mark)) found.push('no ' + mark);
  if (!/^(?:da|en)$/.test(document.documentElement.lang)) found.push('no language');
  if (document.title.trim() === '') found.push('no title');
  for (const image of document.images) if (!image.hasAttribute('alt')) found.push('an image without alt');
  for (const link of document.querySelectorAll('a, button'))
    if (link.textContent.trim() === '') found.push('a link without words');
  for (const head of document.querySelectorAll('th')) if (!head.scope) found.push('a head of no column');
  for (const field of document.querySelectorAll('input'))
    if (field.labels.length === 0) found.push('a field without a label');
  const marks = [...document.querySelectorAll('nav, form[role], [role=region]')].map((one) => one.getAttribute('aria-label') ?? one.tagName);
  if (new Set(marks).size !== marks.length) found.push('landmarks of one name');
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen');
  const words = /[æøå]|\b(?:og|ikke|der|eller|som)\b/i;
  for (const cell of document.querySelectorAll('th, td, p, li'))
    if (cell.closest('[lang]').lang === 'en' && !cell.querySelector('[lang], p, li, code') && cell.textContent.split(' ').filter((word) => words.test(word)).length > 2)
      found.push('Danish as English: ' + cell.textContent.slice(0, 40));
  return found;
})()`;
