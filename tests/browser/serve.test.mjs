// `ibid serve` in a browser: a page is loaded again when it changed, at the same place; a style sheet is exchanged under it;
// what is wrong lies over it, and the page as it was below.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
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

const PARAGRAPHS = Array.from({ length: 80 }, (_, n) => `Paragraph ${n} says nothing that a source would have to bear out [@judgement].`).join('\n\n');
const QUOTED = 'The mayor said “the harbour stays open” [@minutes#p1].';
const alpha = (first, quoted = QUOTED) => `---\ntitle: Alpha\n---\n\n${first} [@judgement].\n\n${quoted}\n\n${PARAGRAPHS}\n`;
const FILES = {
  'ibid.toml': 'title = "Harbour"\nbase_url = "https://example.org/some/desk/"\n[checks]\nunsealed-source = "allow"\n',
  'content/briefings/a.md': alpha('First words'),
  'content/briefings/b.md': '---\ntitle: Beta\n---\n\nNothing is said here [@judgement].\n',
  'content/sources/minutes.md': '---\ntitle: Minutes\nkey: minutes\nrights: full\n---\n\nI repeat that the harbour stays open. {#p1}\n',
  'static/custom.css': 'main { letter-spacing: 1px }\n',
};
// No script or style but those of files, as a strict host would have it, and a theme that reaches for everything.
const STRICT = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`;

/** Starts the program over a site of its own; gone with the test. */
async function serve(t, files = FILES, more = ['--port', '0']) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ibid-serve-'));
  const write = (file, text) => {
    const place = path.join(root, file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const start = async (options) => {
    const child = spawn(program(), ['serve', '--quiet', '--root', root, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const origin = line.replace('serving ', '');
    const stop = async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT');
        await once(child, 'exit');
      }
    };
    return { origin, stop };
  };
  let running = await start(more);
  t.after(async () => {
    await running.stop();
    fs.rmSync(root, { recursive: true, force: true });
  });
  const { origin } = running;
  const restart = async () => {
    await running.stop();
    running = await start(['--port', new URL(origin).port]);
  };
  return { origin, write, restart, stop: () => running.stop() };
}

/** A page, once it hears of changes. */
async function visit(page, address) {
  const heard = page.waitForResponse((response) => response.url().includes('/.ibid/events'));
  await page.goto(address);
  await heard;
}

const inOverlay = (page, selector) => page.locator('ibid-serve').locator(selector);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('a page that changed is loaded again where it was read, and only that page', async (t) => {
  const site = await serve(t);
  const page = await open(t, browser);
  const other = await page.context().newPage();
  await visit(page, `${site.origin}briefings/a/`);
  await visit(other, `${site.origin}briefings/b/`);
  await other.evaluate(() => (window.untouched = true));
  await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
  site.write('content/briefings/a.md', alpha('Other words'));
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('Other words'));
  await page.waitForFunction(() => Math.abs(scrollY - 1500) <= 1);
  assert.equal(await page.locator('ibid-serve').count(), 0, 'nothing is wrong, so nothing is shown');
  site.write('content/briefings/b.md', FILES['content/briefings/b.md'].replace('Nothing', 'Something'));
  await other.waitForFunction(() => document.querySelector('main').textContent.includes('Something'));
  assert.equal(await other.evaluate(() => window.untouched), undefined, 'it was loaded again for its own change');
  await page.evaluate(() => (window.untouched = true));
  site.write('content/briefings/b.md', FILES['content/briefings/b.md']);
  await other.waitForFunction(() => document.querySelector('main').textContent.includes('Nothing'));
  assert.equal(await page.evaluate(() => window.untouched), true);
});

test('a style sheet is exchanged under the page', async (t) => {
  const site = await serve(t);
  const page = await open(t, browser);
  await visit(page, `${site.origin}briefings/a/`);
  await page.evaluate(() => (window.untouched = true));
  const spacing = (wanted) => page.waitForFunction((wanted) => getComputedStyle(document.querySelector('main')).letterSpacing === wanted, wanted);
  await spacing('1px');
  for (const wanted of ['2px', '3px']) {
    site.write('static/custom.css', `main { letter-spacing: ${wanted} }\n`);
    await spacing(wanted);
  }
  await page.waitForFunction(() => document.querySelectorAll('link[href*="custom.css"]').length === 1);
  assert.equal(await page.evaluate(() => window.untouched), true, 'the page was not loaded again');
});

test('a mistake lies over the page as it was, until it is mended', async (t) => {
  const files = {
    ...FILES,
    'static/custom.css': '* { color: red !important; display: block !important; font-size: 40px !important; opacity: 0 }\nbody, body * { opacity: 1 }\n',
  };
  const site = await serve(t, files);
  const page = await open(t, browser);
  await visit(page, `${site.origin}briefings/a/`);
  site.write('content/briefings/a.md', alpha('Wrong words', QUOTED.replace('open', 'closed')));
  const dialog = inOverlay(page, 'dialog');
  await dialog.waitFor();
  const text = await dialog.innerText();
  for (const words of ['1 error', 'misquotation', 'content/briefings/a.md:7:16', '7 | The mayor said “the harbour stays closed”', 'nearest', 'help:', 'as it was before']) {
    assert.ok(text.includes(words), `${words} is not in\n${text}`);
  }
  assert.match(await page.locator('main').textContent(), /First words/);
  assert.equal(await dialog.getByRole('heading', { level: 1 }).evaluate((title) => getComputedStyle(title).fontSize), '18.4px', 'the theme does not reach it');
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => axe.run(document.querySelector('ibid-serve')));
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);

  // Closed by its button it stays closed; the badge opens it again.
  await inOverlay(page, '.close').click();
  await dialog.waitFor({ state: 'hidden' });
  const badge = inOverlay(page, '.badge');
  assert.equal(await badge.innerText(), '1 error');
  await page.reload();
  await badge.waitFor();
  assert.equal(await dialog.isVisible(), false);
  await badge.click();
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  site.write('content/briefings/a.md', alpha('Right words'));
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('Right words'));
  await page.waitForFunction(() => !document.querySelector('ibid-serve')?.shadowRoot.querySelector('dialog[open], .badge:not([hidden])'));
});

test('warnings are shown quietly, and on paper nothing is', async (t) => {
  const site = await serve(t, { ...FILES, 'content/briefings/b.md': '---\ntitle: Beta\n---\n\nThey call it “an open harbour of sorts”.\n' });
  const page = await open(t, browser);
  await visit(page, `${site.origin}briefings/b/`);
  const badge = inOverlay(page, '.badge');
  await badge.waitFor();
  assert.match(await badge.innerText(), /^\d warnings?$/);
  assert.equal(await inOverlay(page, 'dialog').isVisible(), false);
  await badge.click();
  assert.match(await inOverlay(page, 'dialog').innerText(), /uncited-quotation[\s\S]*content\/briefings\/b\.md:5/);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('ibid-serve').isVisible(), false);
});

test('a page of a strict host is loaded again too, and nothing is blocked', async (t) => {
  const site = await serve(t, { ...FILES, 'templates/briefing.html': `{% extends "base.html" %}{% block head %}${STRICT}{% endblock %}{% block main %}{% block kicker %}{% endblock %}{% block coverage %}{% endblock %}{{ body | safe }}{% endblock %}` });
  const page = await open(t, browser);
  const blocked = [];
  page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()));
  await visit(page, `${site.origin}briefings/a/`);
  site.write('content/briefings/a.md', alpha('Wrong words', QUOTED.replace('open', 'closed')));
  await inOverlay(page, 'dialog').waitFor();
  assert.notEqual(await inOverlay(page, 'dialog').evaluate((dialog) => getComputedStyle(dialog).borderTopWidth), '0px');
  site.write('content/briefings/a.md', alpha('Other words'));
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('Other words'));
  assert.deepEqual(blocked, []);
});

test('tabs find the server again when it is started anew', async (t) => {
  const site = await serve(t);
  const page = await open(t, browser);
  await visit(page, `${site.origin}briefings/a/`);
  await page.evaluate(() => (window.untouched = true));
  let again = page.waitForResponse((response) => response.url().includes('/.ibid/events'));
  await site.restart();
  await again;
  assert.equal(await page.evaluate(() => window.untouched), true, 'nothing changed meanwhile');
  await site.stop();
  site.write('content/briefings/a.md', alpha('Words of the night'));
  await site.restart();
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('Words of the night'));
});

test('a page that is not there yet is loaded when it comes', async (t) => {
  const site = await serve(t);
  const page = await open(t, browser);
  await visit(page, `${site.origin}briefings/new/`);
  site.write('content/briefings/new.md', '---\ntitle: New\n---\n\nAt last [@judgement].\n');
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('At last'));
});
