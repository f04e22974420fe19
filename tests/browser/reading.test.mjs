// What a reader does besides reading notes: chooses colours, prints, gets lost, opens the site from a stick, reads
// without scripts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { folder, launch, onDisk, open, pages, read, richest, serve } from './site.mjs';

const briefing = richest('briefings/', /class="cite"/g);
const source = richest('sources/', /class="passage/g);
let browser, server;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

test('the line of counts opens', async (t) => {
  const page = await open(t, browser, { javaScriptEnabled: false });
  await page.goto(server.url(briefing));
  const body = page.locator('details.coverage .coverage-body');
  assert.equal(await body.isVisible(), false);
  await page.locator('details.coverage > summary').click();
  assert.equal(await body.isVisible(), true);
});

describe('colours', () => {
  const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test('follow the system without scripts', async (t) => {
    const page = await open(t, browser, { javaScriptEnabled: false, colorScheme: 'light' });
    await page.goto(server.url('index.html'));
    const light = await background(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.notEqual(await background(page), light);
  });

  test('can be chosen, and the choice is remembered on the next page', async (t) => {
    const page = await open(t, browser, { colorScheme: 'light' });
    await page.goto(server.url('index.html'));
    const light = await background(page);
    await page.locator('#ib-dark').check();
    const dark = await background(page);
    assert.notEqual(dark, light);
    await page.goto(server.url(briefing));
    assert.equal(await background(page), dark);
    await page.reload();
    assert.equal(await background(page), dark);
    await page.locator('#ib-auto').check();
    assert.equal(await background(page), light);
  });

  test('are right from the first frame', async (t) => {
    const page = await open(t, browser, { colorScheme: 'light' });
    await page.goto(server.url('index.html'));
    await page.locator('#ib-dark').check();
    const dark = await background(page);
    await page.addInitScript(() => requestAnimationFrame(() => { globalThis.first = document.body && getComputedStyle(document.body).backgroundColor; }));
    await page.goto(server.url(briefing));
    const first = await page.evaluate(() => globalThis.first);
    assert.ok(!first || first === dark, `the first frame was ${first}`);
  });
});

test('in print the notes stand and the chrome does not', async (t) => {
  const page = await open(t, browser);
  await page.goto(server.url(briefing));
  await page.emulateMedia({ media: 'print' });
  for (const chrome of ['.nav', '.scheme', '.skip', '.toc']) {
    assert.equal(await page.locator(chrome).first().isVisible(), false, chrome);
  }
  const notes = page.locator('.endnotes > ol > li');
  const hidden = await notes.evaluateAll((items) => items.filter((item) => item.getBoundingClientRect().height < 5).length);
  assert.equal(hidden, 0, 'every note is there');
  assert.ok(await page.locator('.endnotes blockquote').first().isVisible(), 'with its passage');
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 10_000);
});

describe('an address that does not exist', () => {
  for (const lost of ['nothing', 'briefings/nothing/', 'a/b/c/d/nothing.html']) {
    test(lost, async (t) => {
      // The page for lost readers knows the address that the site is built for, and no other.
      const home = new URL(/<link rel="canonical" href="([^"]+)"/.exec(read('index.html'))?.[1] ?? 'http://site/');
      const at = await serve(home.pathname);
      t.after(at.close);
      const page = await open(t, browser);
      const trouble = [];
      page.on('response', (response) => response.request().isNavigationRequest() || response.ok() || trouble.push(response.url()));
      const response = await page.goto(at.url(lost));
      assert.equal(response.status(), 404);
      assert.deepEqual(trouble, [], 'the style sheet and the script are found');
      assert.equal(await page.locator('h1').count(), 1);
      await page.locator('main a').first().click();
      assert.equal(page.url(), at.url('index.html') + (page.url().endsWith('index.html') ? 'index.html' : ''));
    });
  }
});

describe('without scripts', () => {
  // The page of the search offers lists instead, and has a test of its own.
  for (const file of pages.filter((file) => file !== 'search/index.html')) {
    test(`all of ${file} is there`, async (t) => {
      const words = async (javaScriptEnabled) => {
        const page = await open(t, browser, { javaScriptEnabled, viewport: { width: 900, height: 900 } });
        await page.goto(server.url(file));
        // Of the whole body: an element that is not rendered itself would give its text all the same.
        return (await page.locator('body').innerText()).replaceAll('Copy citation', '').split(/\s+/).filter(Boolean);
      };
      assert.deepEqual(await words(false), await words(true));
    });
  }
});

test('from a folder on disk: home, briefing, source, and back', async (t) => {
  const page = await open(t, browser);
  const trouble = [];
  page.on('requestfailed', (request) => trouble.push(request.url()));
  page.on('request', (request) => request.url().startsWith('file:') || trouble.push(request.url()));
  page.on('pageerror', (error) => trouble.push(error.message));
  const path = () => decodeURIComponent(new URL(page.url()).pathname).slice(folder.length + 1);
  await page.goto(onDisk('index.html'));
  await page.locator(`main a[href$="${briefing}"]`).first().click();
  assert.equal(path(), briefing);
  await page.locator('.endnotes .ref a').first().click();
  assert.match(path(), /^sources\/.+\/index\.html$/);
  assert.ok(await page.locator('.passages, .facts').first().isVisible());
  await page.goBack();
  assert.equal(path(), briefing);
  await page.locator('.brand a').click();
  assert.equal(path(), 'index.html');
  assert.deepEqual(trouble, []);
});

test('a passage’s citation can be copied', async (t) => {
  const page = await open(t, browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(server.url(source));
  const passage = page.locator('.passage[data-citation]').first();
  await passage.hover();
  await passage.locator('button.copy').click();
  const citation = await passage.getAttribute('data-citation');
  assert.match(citation, /^\[@[\w-]+#p\d+\]$/);
  await page.waitForFunction(() => document.querySelector('button.copy.done'));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), citation);
});

test('code on the page about the method is coloured', async (t) => {
  const file = pages.find((page) => /class="hl-/.test(read(page)));
  assert.ok(file, 'a page has highlighted code');
  const page = await open(t, browser);
  await page.goto(server.url(file));
  const colours = await page.locator('pre.code').evaluateAll((blocks) =>
    blocks.map((block) => new Set([block, ...block.querySelectorAll('span')].map((part) => getComputedStyle(part).color)).size));
  assert.ok(colours.some((count) => count > 1), `colours in each block: ${colours}`);
});

test('the scripts of a page are at most 10 KB, as a host sends them', () => {
  for (const file of [...pages, '404.html']) {
    const scripts = [...read(file).matchAll(/<script src="(?:[^"]*\/)?([^"/?]+)\?/g)].map(([, name]) => name);
    assert.ok(scripts.includes('ibid.js'), file);
    const size = scripts.reduce((sum, name) => sum + gzipSync(fs.readFileSync(`${folder}/${name}`), { level: 9 }).length, 0);
    assert.ok(size <= 10_240, `${file}: ${size} bytes`);
  }
});
