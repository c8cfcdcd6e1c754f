// Says how many letters are left, where a limit is real. Without it the hint above the box says the limit.

const WAIT = 1000; // milliseconds after the last key until it is read out

for (const words of document.querySelectorAll("[data-count-of]")) count(words);

function count(words) {
  const field = document.getElementById(words.dataset.countOf);
  const aloud = Object.assign(document.createElement("p"), { className: "visually-hidden", role: "status" });
  let timer = 0;
  words.after(aloud);
  words.hidden = false;
  field.addEventListener("input", show);
  show();

  function show() {
    // As the server does: line breaks are one letter, blank lines and blanks at the ends count for nothing.
    const text = field.value.replace(/\r\n?/g, "\n").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
    const left = words.dataset.most - [...text].length;
    const many = Math.abs(left) === 1 ? "One" : "Many";
    words.textContent = words.dataset[(left < 0 ? "over" : "left") + many].replace("0", Math.abs(left));
    words.classList.toggle("over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => (aloud.textContent = words.textContent), WAIT);
  }
}
