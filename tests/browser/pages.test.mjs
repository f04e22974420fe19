// What holds on every page: it loads whole and from here alone, its parts are named once, it can be read with any eyes
// and on any width, and every link leads somewhere.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { files, launch, open, pages, PREFIX, read, sample, serve } from './site.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** By page, its ids and the addresses that it names. */
const seen = new Map(
  pages.map((file) => {
    const all = (pattern) => [...read(file).matchAll(pattern)].map(([, value]) => value.replaceAll('&amp;', '&').replaceAll('&quot;', '"'));
    return [file, { ids: all(/<[a-z][^>]*? id="([^"]*)"/g), targets: all(/<[a-z][^>]*? (?:href|src)="([^"]*)"/g) }];
  }),
);
let browser, server;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Rules of WCAG 2.2 AA that the page breaks, and where. */
async function faults(page) {
  await page.evaluate(axe);
  return page.evaluate(async (values) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
  }, WCAG);
}

describe('every page', () => {
  for (const file of sample) {
    test(file, async (t) => {
      const page = await open(t, browser, { colorScheme: 'light' });
      const trouble = [];
      page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
      page.on('console', (message) => message.type() === 'error' && trouble.push(`console: ${message.text()}`));
      page.on('requestfailed', (request) => trouble.push(`failed: ${request.url()}`));
      page.on('response', (response) => response.status() >= 400 && trouble.push(`${response.status()}: ${response.url()}`));
      page.on('request', (request) => request.url().startsWith(server.origin) || trouble.push(`elsewhere: ${request.url()}`));
      await page.goto(server.url(file));
      assert.deepEqual(trouble, []);

      const found = await page.evaluate(() => ({
        headings: document.querySelectorAll('h1').length,
        language: document.documentElement.lang,
        ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
      }));
      assert.equal(found.headings, 1, 'one h1');
      assert.notEqual(found.language, '', 'a language');
      assert.deepEqual(found.ids.filter((id, at) => found.ids.indexOf(id) !== at), [], 'each id once');
      assert.deepEqual([...found.ids].sort(), [...seen.get(file).ids].sort(), 'the ids of its HTML');

      assert.deepEqual(await faults(page), [], 'accessible in the light');
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await faults(page), [], 'accessible in the dark');

      await page.setViewportSize({ width: 320, height: 720 });
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${beyond} px wider than a screen of 320 px`);
    });
  }
});

test('every internal link leads to a file, and to an id in it', () => {
  const broken = [];
  for (const [file, { targets }] of seen) {
    for (const target of targets) {
      const url = new URL(target, server.url(file));
      if (url.origin !== server.origin) continue;
      const inside = url.pathname.startsWith(PREFIX) ? decodeURIComponent(url.pathname.slice(PREFIX.length)) : undefined;
      const to = inside === '' || inside?.endsWith('/') ? `${inside}index.html` : inside;
      const id = decodeURIComponent(url.hash.slice(1));
      if (!files.includes(to)) broken.push(`${file}: ${target} is no file`);
      else if (id && seen.has(to) && !seen.get(to).ids.includes(id)) broken.push(`${file}: ${target} has no such id`);
    }
  }
  assert.deepEqual(broken, []);
});

test('every page can be reached from the home page', () => {
  const reached = new Set(['index.html']);
  for (const file of reached) {
    for (const target of seen.get(file).targets) {
      const url = new URL(target, server.url(file));
      if (url.origin !== server.origin) continue;
      const to = decodeURIComponent(url.pathname.slice(PREFIX.length)).replace(/(^|\/)$/, '$1index.html');
      if (seen.has(to)) reached.add(to);
    }
  }
  assert.deepEqual(pages.filter((file) => !reached.has(file)), []);
});
