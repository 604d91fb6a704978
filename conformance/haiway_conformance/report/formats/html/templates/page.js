"use strict";
// Everything can be read without this: it adds filters, copying, and stepping through drawings.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);

// Filters.
const clauses = all("details.clause");
const filters = ["outcome", "level", "chapter"];
const text = byId("filter-text");

function filter() {
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const clause of clauses) {
    const fits = filters.every((name) => {
      const wanted = byId(`filter-${name}`).value;
      return !wanted || clause.dataset[name] === wanted;
    });
    const said = words.length && fits ? clause.textContent.toLowerCase() : "";
    clause.hidden = !(fits && words.every((word) => said.includes(word)));
    shown += !clause.hidden;
  }
  for (const chapter of all("section.chapter")) {
    chapter.hidden = !chapter.querySelector("details.clause:not([hidden])");
  }
  byId("filter-count").textContent = `${shown} of ${clauses.length} clauses`;
}

byId("filters").hidden = false;
byId("filters").addEventListener("input", filter);
filter();

// What a link leads to is shown, whatever the filters say, and open.
function reveal() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let each = target; each; each = each.parentElement) {
    each.hidden = false;
    if (each.localName === "details") each.open = true;
  }
  (target.closest("details") ?? target).scrollIntoView();
}

addEventListener("hashchange", reveal);
reveal();

// Copying.
for (const button of all("button[data-copies]")) {
  const said = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const parts = all(`.${button.dataset.copies}`, button.parentElement);
    const copied = parts.map((each) => each.textContent).join("");
    try {
      await navigator.clipboard.writeText(copied);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(parts[0]); // to be copied by hand
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = said), 2000);
  });
}

// Stepping through a drawing: pointing at a column, or the arrow keys, show its event.
for (const drawing of all(".drawing")) {
  const columns = all(".column", drawing);
  const now = drawing.nextElementSibling;
  const rows = all("tr[data-at]", drawing.parentElement);
  let at = -1;

  const show = (next) => {
    for (const each of [columns[at], rows[at]]) each?.classList.remove("now");
    at = Math.max(0, Math.min(columns.length - 1, next));
    for (const each of [columns[at], rows[at]]) each?.classList.add("now");
    now.textContent = columns[at].querySelector("title").textContent;
  };

  if (!columns.length) continue;
  now.hidden = false;
  now.textContent = "Point at a column, or use the arrow keys in the drawing.";
  drawing.addEventListener("pointerover", (event) => {
    const column = event.target.closest(".column");
    if (column) show(columns.indexOf(column));
  });
  drawing.addEventListener("focus", () => drawing.matches(":focus-visible") && at < 0 && show(0));
  drawing.addEventListener("keydown", (event) => {
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: columns.length - 1 };
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.key in next)) return;
    event.preventDefault();
    show(next[event.key]);
    columns[at].querySelector(".hit").scrollIntoView({ block: "nearest", inline: "center" });
  });
}

// On paper, what failed is open.
let opened = [];
addEventListener("beforeprint", () => {
  opened = all("details[data-print]:not([open])");
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
