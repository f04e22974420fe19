// The script of the search cuts and folds words as the index does: in every language of `tests/corpus`, a few
// words of a text find it.
// IBID_BIN names the program; otherwise it is the one that was built last.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, open } from './site.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const built = ['release', 'debug'].map((profile) => path.join(repository, 'target', profile, 'ibid')).filter((file) => fs.existsSync(file));
const program = process.env.IBID_BIN ?? built.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
const corpus = path.join(repository, 'tests/corpus/declaration');

test('words of every language are found', async (t) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ibid-search-'));
  t.after(() => fs.rmSync(root, { recursive: true }));
  fs.mkdirSync(path.join(root, 'content/texts'), { recursive: true });
  fs.writeFileSync(path.join(root, 'ibid.toml'), 'title = "Texts"\n');
  const texts = fs.readdirSync(corpus).filter((name) => name.endsWith('.txt')).sort().map((name, number) => {
    const [language] = Intl.getCanonicalLocales(name.split(/[_.]/)[0]);
    const paragraphs = fs.readFileSync(path.join(corpus, name), 'utf8').split('\n').filter((line) => line.length > 60);
    fs.writeFileSync(path.join(root, `content/texts/t${number}.md`), `---\ntitle: "No ${number}"\nlanguage: ${language}\n---\n${paragraphs.join('\n\n')}\n`);
    return { language, name, number, paragraphs };
  });
  execFileSync(program, ['build', '--root', root, '--quiet'], { stdio: ['ignore', 'ignore', 'ignore'] });
  const browser = await launch();
  t.after(() => browser.close());
  const page = await open(t, browser);
  await page.goto(pathToFileURL(path.join(root, 'public/search/index.html')).href);
  const finds = async (query, number) => {
    await page.evaluate(() => { document.getElementById('ib-count').textContent = ''; });
    await page.fill('#ib-q', query);
    await page.press('#ib-q', 'Enter');
    await page.waitForFunction(() => /\S/.test(document.getElementById('ib-count').textContent));
    const hit = page.locator(`.hit:has(a[href^="../texts/t${number}/"])`);
    return (await hit.count()) > 0 && (await hit.locator('.places mark').count()) > 0;
  };
  const missed = [];
  for (const { language, name, number, paragraphs } of texts) {
    const segments = new Intl.Segmenter(language, { granularity: 'word' });
    for (const paragraph of paragraphs.slice(0, 4)) {
      const words = [...segments.segment(paragraph)];
      const from = words.findIndex(({ isWordLike }, at) => isWordLike && at > words.length / 3);
      const few = words.slice(from, from + 5).map(({ segment }) => segment).join('').trim();
      // Words that say little are in no index.
      if (!few || /["“”„«»「」]/.test(few) || /^\p{sc=Latn}{1,3}( \p{sc=Latn}{1,3})*$/u.test(few)) continue;
      if (!(await finds(`"${few}"`, number))) missed.push(`${name}: ${few}`);
    }
  }
  assert.deepEqual(missed, []);
  assert.ok(texts.length > 30);
});
