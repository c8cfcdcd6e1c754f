// Suggestions under a search box: the WAI-ARIA pattern "editable combobox with list autocomplete". Nothing is chosen unless
// somebody chooses it, so Enter still searches for what was typed. Without this file, or without an answer, it is a plain box.

const WAIT = 150; // milliseconds after the last key
const SHORTEST = 2;

for (const input of document.querySelectorAll("input[data-suggest]")) suggestFor(input);

function suggestFor(input) {
  const list = element("div", { className: "suggestions", id: `${input.id}-suggestions`, role: "listbox", hidden: true });
  const status = element("p", { className: "visually-hidden", role: "status" });
  const answers = new Map();
  let options = [];
  let active = -1;
  let timer = 0;
  let asking = null;

  list.setAttribute("aria-label", input.dataset.suggestLabel);
  input.after(list, status);
  // A search field may not be a combobox; to look at and to type in it is the same.
  input.type = "text";
  for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  input.role = "combobox";

  input.addEventListener("input", () => ask(WAIT));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", onKey);
  input.form.addEventListener("submit", close);
  // The focus stays in the box, so that typing goes on after a slip of the mouse.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) open && step < 0 ? close() : ask(0);
    else if (step && open) activate(active + step);
    else if (step) ask(0);
    else if (event.key === "Escape" && open) close();
    else if (event.key === "Escape" && input.value) input.value = "";
    else if (event.key === "Enter" && open && active >= 0) choose(options[active]);
    else {
      // Whatever moves in the text or types is about the text again.
      if (open && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) activate(-1);
      return;
    }
    event.preventDefault();
  }

  function ask(wait) {
    stop();
    const typed = input.value.trim().replace(/\s+/g, " ");
    if (typed.length < SHORTEST) return close();
    timer = setTimeout(async () => {
      const answer = await answerTo(typed);
      if (answer) show(answer);
    }, wait);
  }

  async function answerTo(typed) {
    if (answers.has(typed)) return answers.get(typed);
    const mine = (asking = new AbortController());
    try {
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: mine.signal });
      const answer = await response.json();
      if (!response.ok || mine.signal.aborted) return null;
      answers.set(typed, answer);
      return answer;
    } catch {
      // No network, a late answer, or an error page: the box works without.
      if (!mine.signal.aborted) close();
      return null;
    }
  }

  function stop() {
    clearTimeout(timer);
    asking?.abort();
  }

  function show(answer) {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...answer.groups.map(groupOf));
    options = [...list.querySelectorAll("[role=option]")];
    options.forEach((option, number) => (option.id = `${list.id}-${number}`));
    expand(options.length > 0);
    status.textContent = answer.count;
  }

  function groupOf(group, number) {
    const label = element("div", { className: "suggestion-group", id: `${list.id}-group-${number}`, textContent: group.label });
    const box = element("div", { role: "group" });
    box.setAttribute("aria-labelledby", label.id);
    label.role = "presentation";
    box.append(label, ...group.items.map(optionOf));
    return box;
  }

  function optionOf(item) {
    const option = element("div", { className: "suggestion", role: "option", ariaSelected: "false" });
    option.dataset.url = item.url;
    option.append(element("span", { textContent: item.label }));
    if (item.detail) option.append(" ", element("span", { className: "soft small", textContent: item.detail }));
    return option;
  }

  function activate(number) {
    options[active]?.setAttribute("aria-selected", "false");
    // One step beyond either end is the text itself.
    active = number < -1 ? options.length - 1 : number >= options.length ? -1 : number;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function choose(option) {
    const address = new URL(option.dataset.url, location.href);
    close();
    if (address.pathname === location.pathname) input.value = address.searchParams.get("q") ?? "";
    // The listing shows its own addresses without a reload; it cancels what it takes over.
    const taken = !input.dispatchEvent(new CustomEvent("choose", { bubbles: true, cancelable: true, detail: address }));
    if (!taken) location.assign(address);
  }

  function close() {
    stop();
    active = -1;
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
    expand(false);
  }

  function expand(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
  }
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
