// The search of the site, as readers use it: from a server and from a folder, by keyboard, by address, without scripts.
// It asks for words that it finds in the site's own texts.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, describe, test } from 'node:test';
import { files, launch, onDisk, open, pages, read, richest, serve } from './site.mjs';

/** What the scripts of the index say: texts by page. */
const texts = files
  .filter((file) => /^search\/t\d+\.js$/.test(file))
  .flatMap((file) => JSON.parse(read(file).replace(/^ibidSearch\("t\d+",(.*)\);\n$/s, '$1')))
  .map(([title, href, date, note, ...units]) => ({ title, href, date, note, units: units.flatMap((anchor, at) => (at % 2 ? [] : [{ anchor, text: units[at + 1] }])) }));
const source = texts.filter(({ href }) => href.startsWith('sources/')).sort((a, b) => b.units.length - a.units.length)[0];
const passage = source.units.findLast(({ anchor, text }) => /^p\d+$/.test(anchor) && text.split(' ').length > 25);
const words = passage.text.match(/\p{L}{5,}/gu);
const longest = [...words].sort((a, b) => b.length - a.length)[0];
const phrase = passage.text.match(/\p{L}{4,} \p{L}+ \p{L}{4,}/u)[0];

let browser, server;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
});

/** Waits until what was asked has been answered. */
const answered = (page) => page.waitForFunction(() => /\S/.test(document.getElementById('ib-count').textContent));
const ask = async (page, query) => {
  await page.evaluate(() => { document.getElementById('ib-count').textContent = ''; });
  await page.fill('#ib-q', query);
  await answered(page);
};
const hrefs = (page) => page.$$eval('.hit a', (links) => links.map((link) => link.getAttribute('href')));
const marks = (page) => page.$$eval('.hit mark', (all) => all.map((mark) => mark.textContent));
const toPassage = `../${source.href}#${passage.anchor}`;

for (const [where, url] of [['a server', (file) => server.url(file)], ['a folder', onDisk]]) {
  describe(`from ${where}`, () => {
    test('words are found while they are typed, and the hit lands on the passage', async (t) => {
      const page = await open(t, browser);
      const faults = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('requestfailed', (request) => request.failure().errorText.includes('ABORTED') || faults.push(request.url()));
      await page.goto(url('search/index.html'));
      await page.locator('#ib-q').pressSequentially(`${words.slice(0, 4).join(' ')}`, { delay: 5 });
      await page.waitForFunction((word) => location.search.endsWith(word), encodeURIComponent(words[3]));
      await answered(page);
      await page.waitForFunction((href) => document.querySelector(`.hit a[href="${href}"]`), toPassage);
      assert.ok((await marks(page)).some((mark) => mark.toLowerCase() === words[0].toLowerCase()));
      assert.match(await page.textContent('#ib-count'), /\d/);
      await page.click(`.hit a[href="${toPassage}"]`);
      await page.waitForFunction((id) => document.querySelector(':target')?.id === id, passage.anchor);
      await page.goBack();
      await answered(page);
      assert.equal(await page.inputValue('#ib-q'), words.slice(0, 4).join(' '));
      assert.deepEqual(faults, []);
    });

    test('a beginning finds the word, a phrase finds itself and nothing else', async (t) => {
      const page = await open(t, browser);
      await page.goto(url('search/index.html'));
      await ask(page, longest.slice(0, -1));
      const found = await marks(page);
      assert.ok(found.some((mark) => mark.toLowerCase().startsWith(longest.slice(0, -1).toLowerCase())), `${found}`);
      await ask(page, `“${phrase}”`);
      const normal = (text) => text.toLowerCase().replaceAll('’', "'");
      assert.ok((await marks(page)).every((mark) => normal(mark) === normal(phrase)), `${await marks(page)}`);
      assert.ok((await hrefs(page)).includes(toPassage));
      await ask(page, `“${phrase.split(' ').reverse().join(' ')}”`);
      assert.equal(await page.locator('.hit').count(), 0);
    });

    test('the search box of any page asks the search page', async (t) => {
      const page = await open(t, browser);
      await page.goto(url(richest('briefings/', /class="cite"/g)));
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
      await page.keyboard.type(longest);
      await page.keyboard.press('Enter');
      await page.waitForURL(/search\/(index\.html)?\?q=/);
      await answered(page);
      assert.ok(await page.locator('.hit').count() > 0);
    });
  });
}

test('a hit on a page of ours lands on the words', async (t) => {
  const page = await open(t, browser);
  const own = texts.find(({ href, units }) => href.startsWith('briefings/') && units.length > 20);
  const unit = own.units.findLast(({ anchor, text }) => /^r\d+$/.test(anchor) && text.length > 80);
  await page.goto(`${server.url('search/index.html')}?q=${encodeURIComponent(`"${unit.text.match(/\p{L}+ \p{L}+ \p{L}{5,}/u)[0]}"`)}`);
  await answered(page);
  const link = page.locator(`.hit a[href^="../${own.href}#${unit.anchor}:~:text="]`).first();
  await link.click();
  await page.waitForFunction(() => scrollY > 100);
  assert.ok(pages.includes(own.href));
});

test('facets narrow, the address keeps them, and back goes back', async (t) => {
  const page = await open(t, browser);
  const most = texts.flatMap(({ units }) => units.map(({ text }) => text)).join(' ').match(/\p{Lu}\p{L}{5,}/gu);
  const count = (word) => most.filter((other) => other === word).length;
  const word = [...new Set(most)].sort((a, b) => count(b) - count(a))[0];
  await page.goto(`${server.url('search/index.html')}?q=${encodeURIComponent(word)}`);
  await answered(page);
  const all = await page.locator('.hit').count();
  const box = page.locator('#ib-kind-source');
  const said = Number(await page.locator('label:has(#ib-kind-source) .n').textContent());
  await box.focus();
  await page.keyboard.press('Space');
  await page.waitForURL(/kind=source/);
  await page.waitForFunction((n) => document.querySelectorAll('.hit').length === n, Math.min(said, 10));
  assert.ok(said < all || all === 10);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ib-kind-source');
  assert.ok((await page.$$eval('.hit h3 a', (links) => links.map((link) => link.getAttribute('href')))).every((href) => href.startsWith('../sources/')));
  await page.reload();
  await answered(page);
  assert.ok(await box.isChecked());
  await page.goBack();
  await page.waitForFunction((n) => document.querySelectorAll('.hit').length === n, all);
  assert.ok(!(await box.isChecked()));
});

test('the keyboard reaches everything', async (t) => {
  const page = await open(t, browser);
  await page.goto(server.url('search/index.html'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ib-q');
  await ask(page, longest);
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.evaluate(() => document.activeElement.matches('.hit h3 a')));
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'ib-q');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.getElementById('ib-q').value === '' && document.querySelector('.browse').checkVisibility());
  assert.equal(await page.getAttribute('#ib-count', 'aria-live'), 'polite');
});

test('a word that is nowhere leads to one that is near', async (t) => {
  const page = await open(t, browser);
  await page.goto(server.url('search/index.html'));
  const middle = longest.length - 3;
  await ask(page, `${longest.slice(0, 4)}x${longest.slice(4, middle)}${longest.slice(middle)}`.toLowerCase());
  const near = page.locator('#ib-count a');
  if (await near.count()) {
    await near.click();
    await page.waitForFunction(() => document.querySelector('.hit'));
  } else assert.ok(await page.locator('.hit').count() > 0);
  await ask(page, 'qqqqzzzz');
  assert.equal(await page.locator('.hit').count(), 0);
});

test('without scripts every page is listed', async (t) => {
  const page = await open(t, browser, { javaScriptEnabled: false });
  await page.goto(server.url('search/index.html'));
  assert.equal(await page.locator('.seek').isVisible(), false);
  const listed = await page.$$eval('.browse a', (links) => links.map((link) => link.getAttribute('href').slice(3)));
  for (const { href } of texts.filter(({ href }) => href.split('/').length > 2)) assert.ok(listed.includes(href), href);
});

test('it fits 320 pixels, asks nobody else, holds under a strict policy, and is not indexed', async (t) => {
  const page = await open(t, browser, { viewport: { width: 320, height: 640 } });
  const trouble = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && trouble.push(message.text()));
  page.on('request', (request) => request.url().startsWith(server.origin) || trouble.push(request.url()));
  await page.route('**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'self'" } });
  });
  await page.goto(`${server.url('search/index.html')}?q=${encodeURIComponent(longest)}`);
  await answered(page);
  await page.click('.facets-fold summary').catch(() => {});
  assert.ok(await page.locator('.hit').count() > 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  assert.deepEqual(trouble, []);
  assert.match(read('search/index.html'), /<meta name="robots" content="noindex">/);
  assert.ok(!read('sitemap.xml').includes('/search/'));
});

test('all scripts of the page together are small', () => {
  const size = (file) => gzipSync(read(file), { level: 9 }).length;
  assert.ok(size('ibid.js') + size('search.js') <= 10 * 1024);
});
