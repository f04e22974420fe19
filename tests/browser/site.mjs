// The built site for the tests: its files, a server that puts it below a prefix, as a host of many sites would, and a
// Chromium that never leaves this machine. IBID_SITE names another built site than `public/`, IBID_SAMPLE how many of its
// pages are looked at one by one.
import { createServer } from 'node:http';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const PREFIX = '/some/path/';
export const folder = path.resolve(process.env.IBID_SITE ?? fileURLToPath(new URL('../../public', import.meta.url)));

/** Every file of the site, sorted, with `/` between names. */
export const files = fs
  .readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
  .sort();

/** The pages that a reader can walk to: all but the one for addresses that do not exist. */
export const pages = files.filter((file) => file.endsWith('.html') && file !== '404.html');

/** Those that are looked at one by one: all, or as many as IBID_SAMPLE says, of every folder and of every size. */
export const sample = (() => {
  const most = Number(process.env.IBID_SAMPLE ?? Infinity);
  if (pages.length <= most) return pages;
  const size = (file) => fs.statSync(path.join(folder, file)).size;
  const folders = new Map();
  for (const file of pages) {
    const top = file.split('/')[0];
    folders.set(top, [...(folders.get(top) ?? []), file]);
  }
  const chosen = [...folders.values()].flatMap((list) => {
    const sorted = list.sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
    const wanted = Math.max(1, Math.round((most * list.length) / pages.length));
    return Array.from({ length: wanted }, (_, n) => sorted[Math.floor((n * sorted.length) / wanted)]);
  });
  return [...new Set(chosen)].sort();
})();

export const read = (file) => fs.readFileSync(path.join(folder, file), 'utf8');

/** The page below `under` with most of what the pattern finds. */
export function richest(under, pattern) {
  const count = (file) => read(file).match(pattern)?.length ?? 0;
  const found = pages.filter((file) => file.startsWith(under)).sort((a, b) => count(b) - count(a))[0];
  if (!found || count(found) === 0) throw new Error(`no page below ${under} has ${pattern}`);
  return found;
}

const TYPES = {
  html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8',
  json: 'application/json', xml: 'application/xml', svg: 'image/svg+xml', txt: 'text/plain; charset=utf-8',
};

/** Serves the site below `prefix` on a free port of the loopback; addresses without a file get `404.html`. */
export async function serve(prefix = PREFIX) {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://site').pathname);
    const inside = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
    const file = inside === '' || inside?.endsWith('/') ? `${inside}index.html` : inside;
    const known = files.includes(file);
    const body = fs.readFileSync(path.join(folder, known ? file : '404.html'));
    const type = TYPES[known ? file.split('.').pop() : 'html'] ?? 'application/octet-stream';
    response.writeHead(known ? 200 : 404, { 'content-type': type, 'content-length': body.length }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, url: (file) => origin + prefix + file.replace(/(^|\/)index\.html$/, '$1'), close: () => server.close() };
}

/** The address of a file of the site on disk. */
export const onDisk = (file) => pathToFileURL(path.join(folder, file)).href;

export const launch = () =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });

/** A new page in a context of its own, closed with the test. */
export async function open(t, browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  t.after(() => context.close());
  return context.newPage();
}
