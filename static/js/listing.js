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
    const link = event.target.closest("a[data-here], a[href^='?'], a[href='./']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link.href, { push: true, move: true });
  });
  // A suggestion of this list ("In Leeds") comes on top of the filters that are on.
  form.addEventListener("choose", (event) => {
    if (event.detail.pathname !== location.pathname) return;
    event.preventDefault();
    show(withChoice(event.detail), { push: true, move: true });
  });
  addEventListener("popstate", (event) => {
    // A step to a place in this page ("Skip to results") is one too; it changes no result and must keep the focus.
    if (location.pathname + location.search !== shown) show(location.href, { back: true, top: event.state?.top });
  });
}

function addressOf(of) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(of)) if (value.trim()) asked.append(name, value);
  // Who asked for these very words keeps them while filtering; other words may hold other slips.
  const now = new URLSearchParams(location.search);
  if (now.get("exact") && now.get("q") === asked.get("q")) asked.append("exact", "1");
  const query = asked.toString();
  return of.action.split("?")[0] + (query ? `?${query}` : "");
}

function withChoice(choice) {
  const address = new URL(addressOf(form));
  const chosen = choice.searchParams;
  for (const name of ["q", "exact"]) address.searchParams.delete(name);
  // A place is in one place: another one takes its turn.
  if (chosen.has("place") || chosen.has("near")) for (const name of ["place", "near", "within"]) address.searchParams.delete(name);
  for (const [name, value] of chosen) if (!address.searchParams.getAll(name).includes(value)) address.searchParams.append(name, value);
  return address.href;
}

async function show(address, { push, move, back, top }) {
  waiting?.abort();
  const mine = (waiting = new AbortController());
  form.setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(address, { signal: mine.signal });
    page = parser.parseFromString(await answer.text(), "text/html");
    if (answer.redirected) address = answer.url;
  } catch {
    page = null;
  }
  if (mine.signal.aborted) return;
  // A dropped connection or an error page: the browser's own page load says so better than we could.
  if (!page?.querySelector("#result-heading")) return location.assign(address);
  if (push) remember(address);
  shown = location.pathname + location.search;
  document.title = page.title;
  const focused = document.activeElement?.id;
  swap(page, "#results");
  swap(page, "[data-filter-groups]");
  const words = form.querySelector("#q");
  // What is being typed is not taken away; a step back is another search.
  if (back || document.activeElement !== words) words.value = page.querySelector("#q").value;
  form.removeAttribute("aria-busy");
  refocus(focused);
  // Said once: by the focus on the heading, or else by the live region.
  const heading = document.querySelector("#result-heading");
  if (move) heading.focus();
  else document.querySelector("[data-announce]").textContent = heading.textContent;
  if (top !== undefined) scrollTo(0, top);
}

function remember(address) {
  history.replaceState({ top: scrollY }, "");
  if (address !== location.href) history.pushState(null, "", address);
}

function swap(page, selector) {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  const open = new Set([...old.querySelectorAll("details[open]")].map((group) => group.dataset.group));
  old.replaceWith(fresh);
  for (const group of fresh.querySelectorAll("details[data-group]")) group.open ||= open.has(group.dataset.group);
}

function refocus(id) {
  const same = id && document.getElementById(id);
  if (!same || same === document.activeElement) return;
  // A choice that was just taken away and would find nothing now cannot hold the focus: its group's name can.
  (same.disabled ? same.closest("details").querySelector("summary") : same).focus({ preventScroll: true });
}
