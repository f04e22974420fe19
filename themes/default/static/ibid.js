// Comfort, and nothing else: every page is complete without this file.
//  - remembers the colours chosen in the header
//  - opens a note's card at its marker: on hover and focus, or as a sheet on a tap (a second tap follows the link)
//  - lights a marker and its card in the margin together
//  - adds "Copy citation" to the passages of a source
//  - leads to the search with the key `/`
(() => {
  'use strict';
  const $ = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Colours. The radio buttons alone do the work, in the style sheet.
  const memory = { get: () => { try { return localStorage.getItem('ibid-scheme'); } catch { return null; } }, set: (v) => { try { localStorage.setItem('ibid-scheme', v); } catch { /* private mode */ } } };
  const recall = () => { const radio = document.getElementById('ib-' + (memory.get() || 'auto')); if (radio) radio.checked = true; };
  recall();
  addEventListener('pageshow', recall);
  addEventListener('storage', recall);
  for (const radio of $('.scheme input')) radio.addEventListener('change', () => memory.set(radio.value));

  // Notes.
  const margin = matchMedia('(min-width: 75rem)');
  const native = 'interestForElement' in HTMLAnchorElement.prototype;
  const inMargin = (card) => margin.matches && getComputedStyle(card).position === 'absolute';
  const inView = (card) => { const box = card.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight - 60; };
  const pairs = [];
  for (const marker of $('a.cite')) {
    const card = document.getElementById('c' + marker.hash.slice(2));
    if (!card || !card.showPopover) continue;
    pairs.push([marker, card]);
    let timer;
    const isOpen = () => card.matches(':popover-open');
    const light = (on) => { marker.classList.toggle('lit', on); card.classList.toggle('lit', on); };
    const after = (ms, act) => { clearTimeout(timer); timer = setTimeout(act, ms); };
    const raise = () => {
      if (!isOpen()) card.showPopover({ source: marker });
      const hidden = marker.getBoundingClientRect().bottom + 12 - card.getBoundingClientRect().top;
      if (hidden > 0 && getComputedStyle(card).bottom === '0px') scrollBy(0, hidden);
    };
    const show = () => after(120, () => { if (inMargin(card) && inView(card)) light(true); else if (!marker.hasAttribute('interestfor')) raise(); });
    const hide = () => after(250, () => { light(false); if (isOpen() && !marker.hasAttribute('interestfor')) card.hidePopover(); });
    for (const part of [marker, card]) {
      part.addEventListener('pointerenter', (event) => { if (event.pointerType !== 'touch' && (part === marker || isOpen() || inMargin(card))) show(); });
      part.addEventListener('pointerleave', (event) => { if (event.pointerType !== 'touch') hide(); });
      part.addEventListener('focusin', () => { if (part === card ? isOpen() || inMargin(card) : marker.matches(':focus-visible')) show(); });
      part.addEventListener('focusout', hide);
    }
    let pointer = '';
    marker.addEventListener('pointerdown', (event) => { pointer = event.pointerType; });
    marker.addEventListener('click', (event) => {
      if (pointer === 'touch' && !isOpen() && !inMargin(card)) { event.preventDefault(); clearTimeout(timer); raise(); } else if (isOpen()) { clearTimeout(timer); card.hidePopover(); }
      pointer = '';
    });
  }
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const part of $('.lit')) part.classList.remove('lit');
  });
  // Where the browser itself shows what a link is about, it does so for the cards that are not in the margin.
  const wire = () => { for (const [marker, card] of pairs) if (native && !margin.matches) marker.setAttribute('interestfor', card.id); else marker.removeAttribute('interestfor'); };
  wire();
  margin.addEventListener('change', wire);

  // Search.
  addEventListener('keydown', (event) => {
    const field = $('input[name="q"]').find((input) => input.checkVisibility());
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('[type="search"], textarea, [contenteditable]')) return;
    event.preventDefault();
    if (field) { field.focus(); field.select(); } else $('.find-link')[0]?.click();
  });

  // Copy citation. The words stand on the list of passages, in the language of the page.
  const said = document.querySelector('.passages[data-copy]')?.dataset;
  for (const passage of said ? $('.passage[data-citation]') : []) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    const label = (shown, name) => { button.dataset.label = shown; button.setAttribute('aria-label', name.replace('{id}', passage.id)); };
    label(said.copy, said.copyWhat);
    button.addEventListener('click', async () => {
      try { await navigator.clipboard.writeText(passage.dataset.citation); } catch { prompt(said.byHand, passage.dataset.citation); return; }
      button.classList.add('done');
      label(said.copied + ' ✓', said.copiedWhat);
      setTimeout(() => { button.classList.remove('done'); label(said.copy, said.copyWhat); }, 1600);
    });
    passage.querySelector('.pid').append(button);
  }
})();
