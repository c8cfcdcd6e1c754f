// Photos go one by one, with a bar for each, and again after a lost connection. Without this file the button "Upload" sends them.

const form = document.querySelector("[data-photos]");
const input = form?.querySelector("input[type=file]");
const waiting = [];
let busy = false;
let pressed = null; // the button that waits for the photos to arrive

if (form && input) {
  form.querySelector("[data-upload]").hidden = true;
  input.addEventListener("change", () => {
    for (const file of input.files) add(file);
    input.value = "";
    next();
  });
  // What could not be sent on the way is tried again when the phone has a connection.
  addEventListener("online", () => form.querySelectorAll("[data-cut] [data-again-button]").forEach((button) => button.click()));
  addEventListener("beforeunload", (event) => { if (busy || waiting.length) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    if (!busy && !waiting.length) return;
    event.preventDefault();
    pressed = event.submitter;
    form.querySelector("[data-kept]").textContent = form.dataset.soon;
  });
}

if (form) {
  let timer;
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
}

/** Keep what was typed about the photos, without files. Not reaching the server is no trouble: "Continue" sends it again. */
function keep() {
  const data = new FormData(form);
  data.delete("photos");
  data.set("do", "keep");
  fetch(location.href, { method: "POST", body: data, headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
}

function add(file) {
  const row = Object.assign(document.createElement("li"), { tabIndex: -1 });
  const name = Object.assign(document.createElement("p"), { textContent: file.name });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  const state = Object.assign(document.createElement("p"), { className: "small" });
  bar.setAttribute("aria-label", file.name);
  row.append(name, bar, state);
  form.querySelector("[data-sending-list]").append(row);
  waiting.push({ file, row, bar, state });
}

function next() {
  const item = busy ? null : waiting.shift();
  if (!item) return;
  busy = true;
  send(item);
}

function send(item) {
  const { file, row, bar, state } = item;
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("do", "upload");
  data.set("photos", file);
  const request = new XMLHttpRequest();
  request.open("POST", location.href);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.timeout = 180_000;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    state.textContent = event.loaded < event.total ? form.dataset.sending : form.dataset.cleaning;
  });
  row.querySelector(".link-buttons")?.remove();
  row.removeAttribute("data-cut");
  row.classList.remove("wrong");
  bar.hidden = false;
  state.className = "small";
  request.addEventListener("load", () => {
    const answer = request.response;
    if (answer?.closed) location.assign(answer.closed);
    else if (answer?.html !== undefined) show(item, answer);
    else stop(item, answer?.error ?? form.dataset.failed, !answer?.error);
  });
  for (const trouble of ["error", "timeout", "abort"]) {
    request.addEventListener(trouble, () => {
      row.dataset.cut = "";
      stop(item, form.dataset.cut, true);
    });
  }
  request.addEventListener("loadend", () => {
    busy = false;
    next();
    if (pressed && !busy) form.requestSubmit(pressed);
  });
  request.send(data);
}

/** Put the photo with its fields in the list. The same picture sent twice is in it already. */
function show({ file, row }, { id, html, room }) {
  row.remove();
  form.querySelector("[data-room]").textContent = room;
  if (!document.getElementById(`photo-${id}`)) form.querySelector("[data-list]").insertAdjacentHTML("beforeend", html);
  say(`${file.name} ${form.dataset.added}`);
}

function stop(item, sentence, mayTryAgain) {
  const { file, row, bar, state } = item;
  pressed = null;
  form.querySelector("[data-kept]").textContent = "";
  bar.hidden = true;
  row.classList.add("wrong");
  state.className = "error";
  state.textContent = sentence;
  const buttons = Object.assign(document.createElement("p"), { className: "link-buttons" });
  if (mayTryAgain) {
    const again = button(form.dataset.again, file.name, () => {
      row.focus();
      waiting.push(item);
      next();
    });
    again.dataset.againButton = "";
    buttons.append(again);
  }
  buttons.append(button(form.dataset.away, file.name, () => { row.remove(); input.focus(); }));
  row.append(buttons);
  say(`${file.name}: ${sentence}`);
}

function button(text, name, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: text });
  made.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${name}` }));
  made.addEventListener("click", press);
  return made;
}

function say(text) {
  form.querySelector("[data-said]").textContent = text;
}
