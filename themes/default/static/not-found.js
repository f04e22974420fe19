// On the page for addresses that are not there: the pages whose titles or addresses are nearest, before the list of the
// main ones. The page is complete without it.
(() => {
  'use strict';
  const place = document.getElementById('ib-near');
  const data = document.getElementById('ib-pages');
  if (!place || !data) return;
  const words = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const pairs = (text) => {
    const spelt = ` ${words(text).join(' ')} `;
    return new Set(Array.from({ length: spelt.length - 1 }, (_, at) => spelt.slice(at, at + 2)));
  };
  // How much two texts share, from 0 to 1: Dice's coefficient of their pairs of letters.
  const likeness = (one, other) => (2 * [...one].filter((pair) => other.has(pair)).length) / (one.size + other.size);
  const name = (path) => path.replace(/(\/index)?\.html?$/, '').split('/').filter(Boolean).pop() ?? '';
  let address = location.pathname;
  try { address = decodeURIComponent(address); } catch { /* what cannot be decoded is compared as it is */ }
  const wanted = pairs(name(address));
  if (wanted.size < 3) return;
  const near = JSON.parse(data.textContent)
    .map(([title, href]) => ({ title, href, score: Math.max(likeness(wanted, pairs(title)), likeness(wanted, pairs(name(decodeURIComponent(href))))) }))
    .filter((page) => page.score >= 0.4)
    .sort((one, other) => other.score - one.score)
    .slice(0, 5);
  for (const { title, href } of near) {
    const link = document.createElement('a');
    link.href = href;
    link.textContent = title;
    const item = document.createElement('li');
    item.append(link);
    place.querySelector('ul').append(item);
  }
  place.hidden = near.length === 0;
})();
