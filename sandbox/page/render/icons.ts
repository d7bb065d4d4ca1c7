const NS = 'http://www.w3.org/2000/svg';

/** Strokes on a 20 by 20 field. */
const strokes = {
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5M8.5 16v-4h3v4',
  lock: 'M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9',
  hash: 'M7.5 4 6 16M14 4l-1.5 12M4.5 7.5h12M3.5 12.5h12',
  link: 'M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2L10 5.8M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 0 0 4.2 4.2L10 14.2',
  talk: 'M4 5h12v8H9l-3.5 3V13H4z',
  eye: 'M2.5 10S5.2 5.2 10 5.2 17.5 10 17.5 10 14.8 14.8 10 14.8 2.5 10 2.5 10zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  warning: 'M10 3.8 17.2 16H2.8zM10 8.5v3.5M10 13.9v.2',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.2V13.5M10 6.6v.2',
  check: 'M4.5 10.5 8.5 14.5 15.5 6',
  cross: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  dot: 'M10 10h.01',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  out: 'M8 5H4.5v10.5H15V12M11 4.5h4.5V9M15.5 4.5 9 11',
  moon: 'M15.8 12.2A6.5 6.5 0 0 1 7.8 4.2a6.5 6.5 0 1 0 8 8z',
  sun: 'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M15.3 4.7l-1 1M5.7 14.3l-1 1',
  ring: 'M10 3.2a6.8 6.8 0 0 1 5.9 3.4M16.8 10a6.8 6.8 0 0 1-3.4 5.9M10 16.8a6.8 6.8 0 0 1-5.9-3.4M3.2 10a6.8 6.8 0 0 1 3.4-5.9M10 10h.01',
  shield: 'M10 3l5.5 2v4.5c0 3.5-2.3 6-5.5 7.5-3.2-1.5-5.5-4-5.5-7.5V5zM7.6 10l1.8 1.8 3.2-3.6',
  people:
    'M7.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2.8 16c.4-2.8 2.2-4.3 4.7-4.3s4.3 1.5 4.7 4.3M13 9.3a2.2 2.2 0 0 0 0-4.3M14 11.9c1.9.4 3 1.8 3.3 4.1',
} as const;

export type IconName = keyof typeof strokes;

/** A small drawing beside words that say the same. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(NS, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(NS, 'path');
  path.setAttribute('d', strokes[name]);
  svg.append(path);
  return svg;
}
