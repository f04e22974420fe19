// Source pages and the timeline: what opens, narrows and copies, by keyboard and without scripts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, open, richest, serve } from './site.mjs';

let browser, server, folder;
before(async () => {
  server = await serve();
  browser = await launch();
  folder = documents();
});
after(async () => {
  await browser?.close();
  server?.close();
  if (folder) fs.rmSync(folder, { recursive: true });
});

/** A site with a source that has a table and lists; rights in full, so that nothing is missing from it. */
function documents() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ibid-documents-'));
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  const rows = [...Array(12).keys()].map((n) => `| ${2000 + n} | ${n} | ${'a remark that takes room '.repeat(6)} | x | y {#p${n + 1}} |`);
  write('ibid.toml', '[checks]\nunsealed-source = "allow"\n');
  write(
    'content/sources/log.md',
    `---\ntitle: The log\nrights: full\n---\n\n| Year | Ships | Remarks | A | B |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n\n` +
      '1. One. {#p20}\n2. Two. {#p21}\n   - Inner. {#p22}\n\nA paragraph. {#p23}\n',
  );
  write('content/briefings/a.md', 'It was so [@log#p3]. Inside [@log#p22].\n');
  const binary = ['release', 'debug']
    .map((kind) => fileURLToPath(new URL(`../../target/${kind}/ibid`, import.meta.url)))
    .filter((file) => fs.existsSync(file))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  execFileSync(process.env.IBID ?? binary, ['build'], { cwd: root, stdio: 'ignore' });
  return root;
}

const document = () => pathToFileURL(path.join(folder, 'public/sources/log/index.html')).href;

describe('what cites a passage', () => {
  test('opens by keyboard and leads to the marker', async (t) => {
    const page = await open(t, browser, { javaScriptEnabled: false });
    await page.goto(server.url(richest('sources/', /class="cited-in"/g)));
    const summary = page.locator('.passage .cited-in summary').first();
    assert.match(await summary.innerText(), /Cited in \d+ statement/);
    assert.equal(await page.locator('.passage .cited-in .said').first().isVisible(), false);
    await summary.focus();
    await page.keyboard.press('Enter');
    const link = page.locator('.passage .cited-in .said').first();
    assert.equal(await link.isVisible(), true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/briefings\/.*#r\d+$/);
    assert.equal(await page.locator('a.cite:target').count(), 1);
  });

  test('is told on paper', async (t) => {
    const page = await open(t, browser);
    await page.goto(server.url(richest('sources/', /class="cited-in"/g)));
    await page.emulateMedia({ media: 'print' });
    assert.ok((await page.locator('.cited-in .said').first().boundingBox()).height > 5);
  });
});

describe('a document', () => {
  test('is narrowed to what is cited, without scripts', async (t) => {
    const page = await open(t, browser, { javaScriptEnabled: false });
    await page.goto(document());
    await page.check('#ib-only');
    const shown = await page.evaluate(() => [...globalThis.document.querySelectorAll('.passage')].filter((one) => one.checkVisibility()).map((one) => one.id));
    assert.deepEqual(shown, ['p3', 'p22']);
    assert.equal(await page.locator('.src-list > li:visible').count(), 2, 'the item and the one around it');
  });

  test('scrolls a wide table by itself, and keeps the permalinks in sight', async (t) => {
    for (const width of [390, 1440]) {
      const page = await open(t, browser, { viewport: { width, height: 800 } });
      await page.goto(document());
      const wide = await page.evaluate(() => {
        const box = globalThis.document.querySelector('.src-table');
        box.scrollLeft = 10000;
        const pid = globalThis.document.querySelector('#p3 .pid').getBoundingClientRect();
        return { page: globalThis.document.documentElement.scrollWidth - innerWidth, left: pid.left - box.getBoundingClientRect().left };
      });
      assert.equal(wide.page <= 0, true, `no sideways scroll at ${width}`);
      assert.ok(Math.abs(wide.left) < 1, `the permalink stays at ${width}`);
      await page.locator('.src-table summary').click();
      const said = await page.locator('.src-table .said').boundingBox();
      assert.ok(said.x >= 0 && said.x + said.width <= width, 'the statement is in sight');
    }
  });

  test('copies the citation of a row', async (t) => {
    const page = await open(t, browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(document());
    await page.locator('#p2 .pid a').focus();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => globalThis.document.activeElement.className), 'copy');
    await page.keyboard.press('Enter');
    await page.locator('#p2 .copy.done').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '[@log#p2]');
  });

  test('has the permalinks of all passages in one margin', async (t) => {
    const page = await open(t, browser);
    await page.goto(document());
    const ends = await page.evaluate(() => ['p20', 'p22', 'p23'].map((id) => Math.round(globalThis.document.querySelector(`#${id} .pid a`).getBoundingClientRect().right)));
    assert.equal(new Set(ends).size, 1, ends.join());
  });
});

describe('the timeline', () => {
  test('is narrowed without scripts, by keyboard', async (t) => {
    const page = await open(t, browser, { javaScriptEnabled: false });
    await page.goto(server.url('timeline/index.html'));
    await page.locator('.narrow summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('#ib-f0').focus();
    await page.keyboard.press('ArrowRight');
    const visible = () => page.locator('.ev-item:visible').count();
    const told = await page.locator('label:has(#ib-f1) .n').innerText();
    assert.equal(await visible(), parseInt(told, 10));
    assert.equal(await page.locator('.month:visible:not(:has(.ev-item:visible))').count(), 0, 'no month without events');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await visible(), await page.locator('.ev-item').count());
  });

  test('never hides what has the focus below a heading that stays', async (t) => {
    const page = await open(t, browser, { viewport: { width: 390, height: 600 } });
    await page.goto(server.url('timeline/index.html'));
    await page.locator('.foot a').first().focus();
    for (let n = 0; n < 25; n += 1) {
      await page.keyboard.press('Shift+Tab');
      const hidden = await page.evaluate(() => {
        const box = globalThis.document.activeElement.getBoundingClientRect();
        const top = globalThis.document.elementFromPoint(box.left + box.width / 2, box.top + 2);
        return top?.closest('.month > h3') ? globalThis.document.activeElement.outerHTML : '';
      });
      assert.equal(hidden, '');
    }
  });
});
