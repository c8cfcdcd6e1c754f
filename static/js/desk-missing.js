// What is missing stands in a list above the form: it gets the focus, and each of its links opens the tab and leads to the field.
"use strict";

{
  const TAB_OPENS = 400; // milliseconds until a tab has taken the place of another
  const FIELDS = "input:not([type=hidden]):not([tabindex='-1']), textarea:not([hidden]), select, [contenteditable=true]";
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });

  // A block that is folded, or that the editor draws otherwise, has no field of that id: then what is around it.
  const find = (hash, part) => {
    for (let name = hash.slice(1); name; name = name.slice(0, Math.max(name.lastIndexOf("-"), 0))) {
      const found = document.getElementById(name) ?? document.querySelector(`[name="${CSS.escape(name)}"]`);
      if (found) return found;
    }
    return document.getElementById(part);
  };

  const unfold = (field) => {
    for (let part = field.closest("[hidden]"); part && !part.matches("[role=tabpanel]"); part = part.parentElement.closest("[hidden]")) {
      document.querySelector(`[aria-controls="${part.id}"][aria-expanded=false]`)?.click();
    }
  };

  const arriveAt = (field) => {
    unfold(field);
    const around = field.closest("[data-field]") ?? field;
    around.scrollIntoView({ block: "center" });
    // A formatted text has buttons before its box, a chooser has nothing but buttons.
    const inside = [...around.querySelectorAll(FIELDS), ...around.querySelectorAll("button")];
    [field, ...inside].find((one) => one.matches(`${FIELDS}, button`) && isVisible(one))?.focus({ preventScroll: true });
  };

  const goTo = (field) => {
    const panel = field.closest("[role=tabpanel]");
    const tab = panel && document.querySelector(`[role=tab][href="#${panel.id}"]`);
    if (!tab || tab.getAttribute("aria-selected") === "true") return arriveAt(field);
    tab.click();
    setTimeout(arriveAt, TAB_OPENS, field);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-desk-missing] a[href*='#']");
    const field = link && link.pathname === location.pathname && find(link.hash, link.dataset.part);
    if (!field) return;
    event.preventDefault();
    goTo(field);
  });

  // The CMS counts the faults of a tab once, maybe before the blocks of a story are drawn: its counters start once more.
  const countAgain = () => {
    for (const counter of document.querySelectorAll("[role=tab] .w-tabs__errors")) {
      counter.dataset.controller = "";
      requestAnimationFrame(() => (counter.dataset.controller = "w-count"));
    }
  };
  const isFault = (node) => node instanceof Element && (node.matches(".error-message") || node.querySelector(".error-message"));
  const late = new MutationObserver((records) => {
    if (records.some((record) => [...record.addedNodes].some(isFault))) countAgain();
  });

  window.addEventListener("load", () => {
    const missing = document.querySelector("[data-desk-missing]");
    if (missing) {
      countAgain();
      document.querySelectorAll("[role=tabpanel]").forEach((tab) => late.observe(tab, { childList: true, subtree: true }));
    }
    const field = location.hash.startsWith("#id_") && find(location.hash);
    if (field) goTo(field);
    else missing?.focus();
  });
}
