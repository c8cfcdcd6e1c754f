// The listing without a reload: choosing a filter, an order or a page fetches the same address and swaps the results.
// Everything works without this file; addresses are the same with it.

const form = document.querySelector("[data-listing]");
const parser = new DOMParser();
let waiting = null;
let shown = location.pathname + location.search;

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], select")) show(addressOf(form), { push: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressOf(form), { push: true, move: true });
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='?'], a[data-clear]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link.href, { push: true, move: true });
  });
  addEventListener("popstate", () => {
    // A step to a place in this page ("Skip to results") is one too; it changes no result and must keep the focus.
    if (location.pathname + location.search !== shown) show(location.href, { push: false });
  });
}

function addressOf(of) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(of)) if (value) asked.append(name, value);
  const query = asked.toString();
  return of.action.split("?")[0] + (query ? `?${query}` : "");
}

async function show(address, { push, move }) {
  waiting?.abort();
  waiting = new AbortController();
  form.setAttribute("aria-busy", "true");
  let text;
  try {
    const answer = await fetch(address, { signal: waiting.signal });
    text = await answer.text();
  } catch (error) {
    // A dropped connection: the browser's own page load says so better than we could.
    if (error.name !== "AbortError") location.assign(address);
    return;
  }
  const page = parser.parseFromString(text, "text/html");
  if (push) history.pushState(null, "", address);
  shown = location.pathname + location.search;
  document.title = page.title;
  swap(page, "#results");
  swap(page, "[data-filter-groups]");
  const words = page.querySelector("#q");
  if (document.activeElement?.id !== "q" && words) form.querySelector("#q").value = words.value;
  form.removeAttribute("aria-busy");
  document.querySelector("[data-announce]").textContent = document.querySelector("#result-heading").textContent;
  if (move) document.querySelector("#result-heading").focus();
}

function swap(page, selector) {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  if (!old || !fresh) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const open = new Set([...old.querySelectorAll("details[open]")].map((group) => group.dataset.group));
  old.replaceWith(fresh);
  for (const group of fresh.querySelectorAll("details[data-group]")) group.open ||= open.has(group.dataset.group);
  if (focused) document.getElementById(focused)?.focus();
}
