import type { Page } from 'playwright-core';

/** WCAG AA: 4.5 to 1, 3 to 1 for large text. */
const enough = 4.5;
const enoughWhenLarge = 3;

interface Text {
  text: string;
  ratio: number;
  large: boolean;
}

/** Visible texts whose colour is too close to what is behind them. */
export async function weakTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(measure);
  return texts
    .filter(({ ratio, large }) => ratio < (large ? enoughWhenLarge : enough))
    .map(({ text, ratio }) => `${ratio.toFixed(2)} ${text}`);
}

/** Runs in the browser, where a canvas turns any CSS colour into numbers. */
function measure(): Text[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour: string): number[] => {
    if (!canvas) throw new Error('no canvas');
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour: number[]) => {
    const [red = 0, green = 0, blue = 0] = colour
      .slice(0, 3)
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (node: Element | null): number[] => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if ((colour[3] ?? 0) > 250) return colour;
    }
    return [255, 255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (!node || text === '' || node.closest('.spoken, script, [hidden]') || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const [one, other] = [light(rgba(style.color)), light(behind(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    found.push({ text: text.slice(0, 60), ratio, large });
  }
  return found;
}
