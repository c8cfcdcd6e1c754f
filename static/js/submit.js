// Keeps what is typed while somebody types, and lets no double click send twice. Every page works without it.

const WAIT = 1000; // milliseconds after the last key
const AGAIN = 5000; // until the first new try without a connection; then twice as long, up to
const LONGEST = 60_000;
const DOUBLE_CLICK = 3000;
const NEW = "/submit/new/";
// What a copy may not bring back: it belongs to the page as it was loaded.
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "version"]);

forgetBegun();
for (const form of document.querySelectorAll("form[method=post]")) sendOnce(form);
for (const form of document.querySelectorAll("form[data-keep]")) keepWhileTyping(form);

function keepWhileTyping(form) {
  const status = form.querySelector("[data-kept]");
  const said = status.dataset;
  let kept = typed();
  let timer = 0;
  let wait = AGAIN;
  let stopped = false;
  let asking = null;

  putBack();
  form.addEventListener("input", () => schedule(WAIT));
  form.addEventListener("submit", (event) => event.defaultPrevented || sent());
  addEventListener("pageshow", (event) => event.persisted && (stopped = false));
  addEventListener("online", () => schedule(0));
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());

  function typed() {
    const data = new URLSearchParams(new FormData(form));
    for (const name of OF_THE_PAGE) data.delete(name);
    return data.toString();
  }

  function schedule(milliseconds) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, milliseconds);
  }

  // The button may be pressed without a connection.
  function sent() {
    copy(typed());
    stop();
  }

  // What is kept while typing must not arrive after what the button sends: the server may have put places where the text was.
  function stop() {
    stopped = true;
    clearTimeout(timer);
    asking?.abort();
  }

  function leave() {
    if (!stopped && typed() !== kept) save({ keepalive: true });
  }

  async function save({ keepalive = false } = {}) {
    clearTimeout(timer);
    const now = typed();
    if (now === kept) return;
    copy(now);
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "keep");
    asking = new AbortController();
    let answer;
    try {
      const response = await fetch(form.action, { method: "POST", body, keepalive, redirect: "error", signal: asking.signal });
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch (error) {
      if (stopped) return;
      say(error instanceof TypeError ? said.offline : said.failed, true);
      schedule(wait);
      wait = Math.min(wait * 2, LONGEST);
      return;
    }
    wait = AGAIN;
    if (answer.stopped) {
      stop();
      return say(answer.stopped, true);
    }
    kept = now;
    form.elements.version.value = answer.version;
    goOnAt(answer.address);
    // Stays, as newer than a page that was on its way meanwhile.
    copy(now);
    say(answer.saved, false);
  }

  function address() {
    return new URL(form.action).pathname;
  }

  // The first page has begun a draft: a reload must find it again.
  function goOnAt(path) {
    if (address() === path) return;
    form.action = path;
    history.replaceState(null, "", path);
  }

  function copy(text) {
    try {
      sessionStorage.setItem(address(), JSON.stringify({ typed: text, version: form.elements.version.value }));
    } catch {
      // No room or not allowed: the text still stands on the page.
    }
  }

  function putBack() {
    const copied = JSON.parse(sessionStorage.getItem(address()) ?? "null");
    const version = form.elements.version;
    // Something was kept since: the copy is older than the page.
    if (!copied || Number(copied.version) < Number(version.value)) return sessionStorage.removeItem(address());
    version.value = copied.version;
    const values = new URLSearchParams(copied.typed);
    for (const field of form.elements) {
      if (!field.name || OF_THE_PAGE.has(field.name) || field.type === "submit") continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.getAll(field.name).includes(field.value);
      else if (values.has(field.name)) field.value = values.get(field.name);
    }
    if (typed() !== kept) say(said.restored, false);
    schedule(WAIT);
  }

  function say(text, isTrouble) {
    status.classList.toggle("trouble", isTrouble);
    // The same words again would be read out again.
    if (status.textContent !== text) status.textContent = text;
  }
}

// Whoever sees a page of a draft has begun it: the next new page starts empty.
function forgetBegun() {
  if (location.pathname.startsWith(NEW)) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(NEW)) sessionStorage.removeItem(key);
}

function sendOnce(form) {
  let last = -DOUBLE_CLICK;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // photos are on their way: the press counts when they have arrived
    if (event.timeStamp - last < DOUBLE_CLICK) event.preventDefault();
    else last = event.timeStamp;
  });
}
