// A site in Arabic, made from `arabic/`: its pages run from right to left, on any width, and say nothing in English of
// their own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { launch, open } from './site.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The program: `IBID`, or the one that was built last. */
function program() {
  const built = ['release', 'debug'].map((profile) => here(`../../target/${profile}/ibid`)).filter((file) => fs.existsSync(file));
  const found = process.env.IBID ?? built.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  if (!found) throw new Error('build the program first: cargo build --release');
  return found;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ibid-arabic-'));
execFileSync(program(), ['build', '--quiet', '--root', here('arabic'), '--output', path.join(folder, 'site')], { stdio: 'inherit' });
const pages = fs
  .readdirSync(path.join(folder, 'site'), { recursive: true })
  .filter((file) => file.endsWith('.html'))
  .sort();
const address = (file) => pathToFileURL(path.join(folder, 'site', file)).href;
const BRIEFING = 'briefings/talks/index.html';

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** What stands on the page in Latin letters, outside of what is marked as something else than the interface. */
const latin = () => {
  const apart = 'script, noscript, style, code, bdi, [lang]:not(html), [dir=auto], [dir=ltr], .pid, .chip, .prose, .mentions, .follow';
  const said = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) if (!nodes.currentNode.parentElement.closest(apart)) said.push(nodes.currentNode.data);
  for (const part of document.querySelectorAll('[aria-label], [title], [data-more], [data-copy]'))
    for (const name of ['aria-label', 'title', 'data-more', 'data-close', 'data-copy', 'data-copied', 'data-by-hand'])
      // What is put into a label is set apart by U+2068 and U+2069.
      said.push((part.getAttribute(name) ?? '').replace(/\u2068[^\u2069]*\u2069/g, ''));
  for (const part of document.querySelectorAll('*'))
    for (const side of ['::before', '::after']) {
      const { content } = getComputedStyle(part, side);
      if (!/^(none|normal|attr)/.test(content)) said.push(content.replace(/(open|close)-quote/g, ''));
    }
  return said.flatMap((text) => text.match(/[A-Za-z]{2,}[A-Za-z ]*/g) ?? []);
};

describe('every page of an Arabic site', () => {
  for (const file of pages) {
    test(file, async (t) => {
      const page = await open(t, browser, { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
      await page.goto(address(file));
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'rtl');
      assert.deepEqual([await page.getAttribute('html', 'lang'), await page.getAttribute('html', 'dir')], ['ar', 'rtl']);
      // Names of people, styles and formats.
      const known = ['NPR', 'SHA', 'Dan Baer', 'APA Style', 'th edition', 'JavaScript', 'CSL', 'JSON', 'BibTeX', 'RIS'];
      const foreign = (await page.evaluate(latin)).filter((text) => !known.some((name) => text.trim().startsWith(name)));
      assert.deepEqual(foreign, []);
      // Its links are those of a host, so on a disk it has no style sheet.
      if (file === '404.html') return;
      const { wide, most } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, most: innerWidth }));
      assert.ok(wide <= most, `it scrolls sideways: ${wide} in ${most}`);
      await page.evaluate(axe);
      const broken = await page.evaluate(async () => {
        const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        const { violations } = await globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
        return violations.map((rule) => `${rule.id}: ${rule.nodes[0].target.join(' ')}`);
      });
      assert.deepEqual(broken, []);
    });
  }
});

test('words of a source keep their own direction', async (t) => {
  const page = await open(t, browser);
  await page.goto(address(BRIEFING));
  const quotation = page.locator('.prose blockquote');
  assert.deepEqual([await quotation.getAttribute('lang'), await quotation.getAttribute('dir')], ['en', 'ltr']);
  assert.equal(await quotation.locator('footer').getAttribute('lang'), 'ar');
  await page.goto(address('sources/npr/index.html'));
  assert.equal(await page.locator('#p1 .ptext').evaluate((part) => getComputedStyle(part).direction), 'ltr');
  assert.equal(await page.locator('.facts').evaluate((part) => getComputedStyle(part).direction), 'rtl');
});

test('a note in the margin stands beside the end of the lines', async (t) => {
  const page = await open(t, browser, { viewport: { width: 1440, height: 900 } });
  await page.goto(address(BRIEFING));
  const [card, text] = [await page.locator('#c1').boundingBox(), await page.locator('.prose').boundingBox()];
  assert.ok(card.x + card.width <= text.x, `the card ends at ${card.x + card.width}, the text begins at ${text.x}`);
});

for (const width of [320, 800]) {
  test(`a note opens inside the window at ${width} px`, async (t) => {
    const page = await open(t, browser, { viewport: { width, height: 700 }, reducedMotion: 'reduce' });
    await page.goto(address(BRIEFING));
    await page.locator('#r2').scrollIntoViewIfNeeded();
    await page.locator('#r2').hover();
    await page.locator('#c2:popover-open').waitFor();
    const card = await page.locator('#c2').boundingBox();
    assert.ok(card.x >= 0 && card.x + card.width <= width, `the card spans ${card.x} to ${card.x + card.width}`);
    assert.ok(card.y >= 0 && card.y + card.height <= 700, `the card spans ${card.y} to ${card.y + card.height} downwards`);
  });
}

test('what points forward points to the left', async (t) => {
  const page = await open(t, browser);
  await page.goto(address('sources/npr/index.html'));
  const arrow = () => page.locator('.cited-in summary').first().evaluate((part) => getComputedStyle(part, '::before').content);
  assert.match(await arrow(), /◂/);
  await page.locator('.cited-in summary').first().click();
  assert.match(await arrow(), /▾/);
});
