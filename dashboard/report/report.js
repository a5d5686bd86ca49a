/* The levers of a report: a place of each lever gives the shares of the endings, from the cells around it. */
"use strict";
const grid = JSON.parse(document.getElementById("grid").textContent);
const raw = Uint8Array.from(atob(grid.counts), (each) => each.charCodeAt(0));
const counts = new Uint16Array(raw.buffer);
const places = grid.levers.map((lever) => lever.own * grid.steps);
const lengths = grid.levers.map((lever) => lever.between.length);

/* The cells around a place of each lever, each with its weight and its shares; on the stops the cell itself. */
function around(at) {
  const found = [];
  const walk = (lever, cell, weight) => {
    if (lever === at.length) {
      const first = cell * grid.endings.length;
      found.push([weight, [...counts.subarray(first, first + grid.endings.length)].map((n) => n / grid.worlds)]);
      return;
    }
    const stop = Math.floor(at[lever]);
    const part = at[lever] - stop;
    walk(lever + 1, cell * lengths[lever] + stop, weight * (1 - part));
    if (part > 0) walk(lever + 1, cell * lengths[lever] + stop + 1, weight * part);
  };
  walk(0, 0, 1);
  return found;
}

const shares = (cells) => grid.endings.map((_, n) => cells.reduce((sum, [weight, each]) => sum + weight * each[n], 0));

/* How far a share may be off: what the cells around differ by, and what was found beyond that. */
function error(cells) {
  const spread = grid.endings.map((_, n) => Math.max(...cells.map(([, each]) => each[n])) - Math.min(...cells.map(([, each]) => each[n])));
  return Math.min(1, Math.max(...spread) + grid.slack);
}

/* Whole dots in proportion, by largest remainder; a tie goes to the first. */
function apportioned(of) {
  const exact = of.map((share) => Math.round(share * grid.dots * 1e9) / 1e9);
  const whole = exact.map(Math.floor);
  const left = grid.dots - whole.reduce((sum, each) => sum + each, 0);
  [...exact.keys()].sort((a, b) => (exact[b] - whole[b]) - (exact[a] - whole[a]) || a - b)
    .slice(0, left).forEach((n) => { whole[n] += 1; });
  return whole;
}

const filled = (text, fields) => text.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
const number = (value, language, digits = 0) => value.toLocaleString(language, { maximumFractionDigits: digits, minimumFractionDigits: digits });

function stood(lever, place) {
  /* Between two keywords there is nothing: the nearer one holds. */
  const at = place / grid.steps;
  const stop = Math.floor(at);
  return at === stop || grid.levers[lever].between[stop] ? at : Math.round(at);
}

function answer() {
  const at = places.map((place, lever) => stood(lever, place));
  const own = grid.levers.map((lever) => lever.own);
  const cells = around(at);
  const found = shares(cells);
  const before = shares(around(own));
  const dots = apportioned(found);
  const dotsBefore = apportioned(before);
  const between = cells.length > 1;
  for (const main of document.querySelectorAll("main")) {
    const { lang } = main;
    const texts = grid.texts[lang];
    main.querySelectorAll("[data-lever]").forEach((input) => {
      const n = Number(input.dataset.lever);
      const stops = grid.levers[n].stops[lang];
      const stop = Math.floor(at[n]);
      const told = at[n] === stop ? stops[stop] : filled(texts.between, { low: stops[stop], high: stops[stop + 1] });
      input.value = String(places[n]);
      input.setAttribute("aria-valuetext", told);
      main.querySelector(`output[for="${input.id}"]`).textContent = told;
    });
    const names = [...main.querySelectorAll("[data-ending]")];
    names.forEach((row, n) => {
      row.cells[1].textContent = number(100 * found[n], lang, 1);
      row.cells[2].textContent = number(100 * before[n], lang, 1);
      row.hidden = found[n] === 0 && before[n] === 0;
    });
    const most = found.indexOf(Math.max(...found));
    const name = names[most].cells[0].textContent.trim();
    const moved = found.map((each, n) => Math.abs(each - before[n]));
    const far = moved.indexOf(Math.max(...moved));
    const change = moved[far] === 0 ? texts.same
      : filled(texts.change, { name: names[far].cells[0].textContent.trim(), before: dotsBefore[far], now: dots[far] });
    main.querySelector(".said").textContent = `${filled(texts.answer, { n: dots[most], name })} ${change}`;
    main.querySelector(".how").textContent = between
      ? filled(texts.interpolated, { error: number(100 * error(cells), lang, 1) })
      : filled(texts.played, { worlds: number(grid.worlds, lang) });
    main.classList.toggle("between", between);
    const box = main.querySelector(".dots");
    box.innerHTML = dots.map((n, ending) => `<svg><use href="#shared-${grid.endings[ending]}"/></svg>`.repeat(n)).join("");
  }
}

document.addEventListener("input", (event) => {
  const { lever } = event.target.dataset;
  if (lever === undefined) return;
  places[Number(lever)] = Number(event.target.value);
  answer();
});

document.addEventListener("change", (event) => {
  const { lever } = event.target.dataset;
  if (lever === undefined) return;
  places[Number(lever)] = stood(Number(lever), places[Number(lever)]) * grid.steps;
  answer();
});

let month = 0;
function show(wanted) {
  const all = document.querySelectorAll("main:not([hidden]) .month");
  month = Math.min(Math.max(wanted, 0), all.length - 1);
  document.querySelectorAll(".month").forEach((each) => { each.hidden = Number(each.dataset.number) !== month; });
  document.querySelectorAll("[data-month]").forEach((each) => { each.value = String(month); });
  document.querySelectorAll("[data-step]").forEach((each) => {
    const next = month + Number(each.dataset.step);
    each.disabled = next < 0 || next >= all.length;
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.step) show(month + Number(button.dataset.step));
  if (button.hasAttribute("data-reset")) {
    grid.levers.forEach((lever, n) => { places[n] = lever.own * grid.steps; });
    answer();
  }
  if (button.dataset.language) {
    document.documentElement.lang = button.dataset.language;
    document.querySelectorAll("main").forEach((each) => { each.hidden = each.lang !== button.dataset.language; });
    document.querySelectorAll("[data-language]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    show(month);
  }
});
document.addEventListener("change", (event) => {
  if (event.target.hasAttribute("data-month")) show(Number(event.target.value));
});

answer();
show(0);
