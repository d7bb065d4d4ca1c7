/** Text that is HTML already. Only `html` makes it, so nobody's words become markup. */
export interface Html {
  markup: string;
}

type Part = string | number | Html | undefined | false | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const isHtml = (part: unknown): part is Html => typeof part === 'object' && part !== null && 'markup' in part;

function markupOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (isHtml(part)) return part.markup;
  if (typeof part === 'object') return part.map(({ markup }) => markup).join('');
  return String(part).replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}

/** A template whose values are escaped unless they are HTML themselves. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: strings.map((text, index) => `${text}${markupOf(parts[index])}`).join(''),
});

/** A whole page: its title, what is in it, and the script that works on it. */
export const drawPage = (title: string, body: Html, script?: 'step-up' | 'enrol'): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Cordon</title>
<link rel="stylesheet" href="/pages/assets/style.css">
${
  script &&
  html`<script src="/pages/assets/webauthn.js" defer></script>
<script type="module" src="/pages/assets/${script}.ts"></script>`
}
</head>
<body>
<header><span class="name">Cordon</span></header>
<main>
${body}
</main>
</body>
</html>
`;
