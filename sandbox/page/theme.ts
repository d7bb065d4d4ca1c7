import { part } from './dom.ts';
import { icon } from './render/icons.ts';

const KEY = 'theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

const chosen = (): string | null => localStorage.getItem(KEY);
const isDark = () => (chosen() ?? (dark.matches ? 'dark' : 'light')) === 'dark';

/** Light or dark as the machine says, until the person says otherwise. */
export function wireTheme(): void {
  const toggle = part('theme');
  const paint = () => {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    toggle.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
    toggle.setAttribute('aria-label', isDark() ? 'Use the light theme' : 'Use the dark theme');
  };
  toggle.addEventListener('click', () => {
    localStorage.setItem(KEY, isDark() ? 'light' : 'dark');
    paint();
  });
  dark.addEventListener('change', paint);
  paint();
}
