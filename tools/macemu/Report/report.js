'use strict';
// Filters a list, and folds its parts. Without this script all is there and unfolds by itself.
for (const form of document.querySelectorAll('form.filter')) {
  const list = document.getElementById(form.dataset.list);
  const items = Array.from(list.children);
  const search = form.querySelector('input[type=search]');
  const wanted = Array.from(form.querySelectorAll('input[type=checkbox]'));
  const count = form.querySelector('.count');
  let texts = null;
  let waiting = 0;

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) texts = items.map(item => item.textContent.toLowerCase());
    let shown = 0;
    items.forEach((item, i) => {
      const fits = wanted.every(box => !box.checked || item.classList.contains(box.value)) && words.every(word => texts[i].includes(word));
      if (item.hidden === fits) item.hidden = !fits;
      if (fits) shown++;
    });
    count.textContent = `${shown} of ${items.length} ${form.dataset.what} shown`;
  };
  const fold = open => {
    for (const item of items) if (!item.hidden) for (const part of item.querySelectorAll(':scope > details')) part.open = open;
  };

  form.hidden = false;
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, items.length > 500 ? 200 : 50);
  });
  for (const button of form.querySelectorAll('button')) button.addEventListener('click', () => fold(button.value === 'open'));
  filter();
}

// A link into a folded part unfolds it.
const reveal = () => {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!target) return;
  for (let part = target; part; part = part.parentElement) if (part instanceof HTMLDetailsElement) part.open = true;
  const own = target.querySelector(':scope > details');
  if (own) own.open = true;
  target.scrollIntoView();
};
addEventListener('hashchange', reveal);
reveal();
