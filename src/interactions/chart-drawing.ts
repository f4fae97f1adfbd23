/** A series of measurements as an image that can be read without seeing it, and as a table. No scripts. */

import { formatDanish, formatEnglish, instantToWall } from '../fhir/instant.ts';
import type { Language } from '../fhir/outcome.ts';

/** One measurement: epoch milliseconds, and a value for each line. */
export interface Point {
  readonly at: number;
  readonly values: readonly number[];
}

/** What is drawn, in the caller's language. */
export interface Drawing {
  /** Of the image, unlike that of any other on a page. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** Names of the lines. */
  readonly lines: readonly string[];
  /** Oldest first. */
  readonly points: readonly Point[];
  /** There are more, which are older. */
  readonly isCut: boolean;
  /** Who watches the numbers. */
  readonly notice: string;
  readonly language: Language;
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => signs[sign] ?? '');

const words = {
  da: {
    time: 'Tidspunkt',
    none: 'Der er ingen målinger i perioden.',
    from: 'fra',
    to: 'til',
    count: 'målinger',
    lowest: 'lavest',
    highest: 'højest',
    cut: 'Kun de nyeste målinger i perioden vises.',
  },
  en: {
    time: 'Time',
    none: 'There are no measurements in the period.',
    from: 'from',
    to: 'to',
    count: 'measurements',
    lowest: 'lowest',
    highest: 'highest',
    cut: 'Only the newest measurements of the period are shown.',
  },
} as const;

const numbers = { da: new Intl.NumberFormat('da-DK'), en: new Intl.NumberFormat('en-GB') } as const;
/** With the year, for a period may be of any. */
function timeIn(language: Language, at: number): string {
  const [day = '', time = ''] = (language === 'da' ? formatDanish(at) : formatEnglish(at)).split(
    / (?=kl\.|at )/,
  );
  return `${day}${language === 'da' ? '/' : ' '}${instantToWall(at).date.slice(0, 4)} ${time}`;
}

const width = 640;
const height = 320;
const margin = { left: 56, right: 16, top: 28, bottom: 40 } as const;
const steps = 5;

/** Each over 4.5:1 on white; lines differ in dashes and marks too. */
const looks = [
  { color: '#0b4f8a', dash: '', mark: 'circle' },
  { color: '#8a1c1c', dash: '6 4', mark: 'square' },
] as const;

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** A step that people count in. */
function stepFor(span: number): number {
  const rough = span / steps || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
}

function scaleOf(points: readonly Point[]): Scale {
  const values = points.flatMap((point) => point.values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = stepFor(high - low);
  const [bottom, top] = [Math.floor(low / step) * step, (Math.floor(high / step) + 1) * step];
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const inner = { x: width - margin.left - margin.right, y: height - margin.top - margin.bottom };
  const count = Math.round((top - bottom) / step);
  return {
    x: (at) => rounded(margin.left + (inner.x * (at - first)) / (last - first || 1)),
    y: (value) => rounded(margin.top + (inner.y * (top - value)) / (top - bottom)),
    ticks: Array.from({ length: count + 1 }, (_, nth) => Number((bottom + nth * step).toFixed(6))),
  };
}

const markAt = (x: number, y: number, { color, mark }: (typeof looks)[number]): string =>
  mark === 'circle'
    ? `<circle cx="${x}" cy="${y}" r="4" fill="${color}"/>`
    : `<rect x="${x - 4}" y="${y - 4}" width="8" height="8" fill="${color}"/>`;

function lineOf({ points }: Drawing, nth: number, { x, y }: Scale): string {
  const look = looks[nth % looks.length] ?? looks[0];
  const places = points.flatMap(({ at, values }) => {
    const value = values[nth];
    return value === undefined ? [] : [[x(at), y(value)] as const];
  });
  const path = places.map(([a, b]) => `${a},${b}`).join(' ');
  const marks = places.map(([a, b]) => markAt(a, b, look)).join('');
  return `<polyline points="${path}" fill="none" stroke="${look.color}" stroke-width="2" stroke-dasharray="${look.dash}"/>${marks}`;
}

function axes({ points, unit, language }: Drawing, { x, y, ticks }: Scale): string {
  const rows = ticks.map(
    (tick) =>
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#767676" stroke-width="0.5"/><text x="${margin.left - 6}" y="${y(tick) + 4}" text-anchor="end">${numbers[language].format(tick)}</text>`,
  );
  const ends = [points[0], points.at(-1)].map((point, nth) => {
    const at = point?.at ?? 0;
    return `<text x="${x(at)}" y="${height - 14}" text-anchor="${nth === 0 ? 'start' : 'end'}">${escaped(timeIn(language, at))}</text>`;
  });
  const shown = points.length > 1 ? ends : ends.slice(0, 1);
  return `${rows.join('')}${shown.join('')}<text x="6" y="12">${escaped(unit)}</text>`;
}

/** Which line is which, where there are several. */
const legend = ({ lines }: Drawing): string =>
  lines.length < 2
    ? ''
    : lines
        .map((name, nth) => {
          const look = looks[nth % looks.length] ?? looks[0];
          const x = width - margin.right - 130 * (lines.length - nth) + 8;
          return `${markAt(x, 8, look)}<text x="${x + 10}" y="12">${escaped(name)}</text>`;
        })
        .join('');

/** All that the image shows, in a sentence for each line. */
function described({ points, lines, unit, language }: Drawing): string {
  const said = words[language];
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const span = `${points.length} ${said.count} ${said.from} ${timeIn(language, first)} ${said.to} ${timeIn(language, last)}.`;
  const each = lines.map((name, nth) => {
    const values = points.flatMap((point) => point.values[nth] ?? []);
    const [low, high] = [Math.min(...values), Math.max(...values)].map((value) =>
      numbers[language].format(value),
    );
    return `${name}: ${said.lowest} ${low}, ${said.highest} ${high} ${unit}.`;
  });
  return [span, ...each].join(' ');
}

function image(drawing: Drawing): string {
  const scale = scaleOf(drawing.points);
  const lines = drawing.lines.map((_, nth) => lineOf(drawing, nth, scale)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${drawing.id}-title ${drawing.id}-desc" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#1a1a1a"><title id="${drawing.id}-title">${escaped(drawing.title)}</title><desc id="${drawing.id}-desc">${escaped(described(drawing))}</desc><rect width="${width}" height="${height}" fill="#ffffff"/>${axes(drawing, scale)}${lines}${legend(drawing)}</svg>`;
}

function table({ title, unit, lines, points, language }: Drawing): string {
  const head = [words[language].time, ...lines.map((name) => `${name} (${unit})`)];
  const rows = points.map(({ at, values }) => {
    const cells = values.map((value) => `<td>${numbers[language].format(value)}</td>`).join('');
    return `<tr><th scope="row">${escaped(timeIn(language, at))}</th>${cells}</tr>`;
  });
  return `<table><caption>${escaped(title)}</caption><thead><tr>${head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** A part of a page: the notice, the image and the table, or that there is nothing. */
export function drawn(drawing: Drawing): string {
  const { language, notice, points, isCut } = drawing;
  const body =
    points.length === 0
      ? `<p>${words[language].none}</p>`
      : `<figure>${image(drawing)}</figure>${table(drawing)}`;
  const cut = isCut ? `<p>${words[language].cut}</p>` : '';
  return `<section lang="${language}"><h2>${escaped(drawing.title)}</h2><p>${escaped(notice)}</p>${cut}${body}</section>`;
}
