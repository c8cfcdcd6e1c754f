// The checks in the side panel are asked anew when Wagtail has saved what was typed, and their links lead to the field.
"use strict";

document.addEventListener("w-autosave:success", async () => {
  const panel = document.querySelector("[data-desk-checks]");
  if (!panel) return;
  const answer = await fetch(panel.dataset.deskChecks, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (answer.ok) panel.querySelector("[aria-live]").innerHTML = await answer.text();
});

const TAB_OPENS = 400; // milliseconds until a tab has taken the place of another

function arriveAt(part) {
  part.scrollIntoView();
  const fields = "input:not([type=hidden]), textarea, select, [contenteditable=true], button";
  part.querySelector(".w-panel__content")?.querySelector(fields)?.focus({ preventScroll: true });
}

// Wagtail opens the tab of an address when a page loads; within the page an address changes nothing.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-desk-checks] a[href*='#']");
  const part = link && link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (!part) return;
  event.preventDefault();
  history.replaceState(history.state, "", link.hash);
  const tab = document.querySelector(`[role=tab][aria-controls="${part.closest("[role=tabpanel]")?.id}"]`);
  if (!tab || tab.getAttribute("aria-selected") === "true") return arriveAt(part);
  tab.click();
  setTimeout(arriveAt, TAB_OPENS, part);
});
