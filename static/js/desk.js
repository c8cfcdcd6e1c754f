// Lets Wagtail's editor work under our content security policy. A plain script that stands before Wagtail's own, because
// it must see new elements first: Wagtail moves the buttons of a chooser into a pop-up as soon as it sees them.
"use strict";

{
  // Draftail writes <style> elements for each editor (placeholder, numbers of nested lists). They get the page's nonce.
  const { nonce } = document.currentScript;
  const createElement = document.createElement.bind(document);
  document.createElement = (name, options) => {
    const element = createElement(name, options);
    if (element.localName === "style") element.nonce = nonce;
    return element;
  };

  // Wagtail starts choosers, calendars and inline panels with inline scripts, which the policy forbids. Ours carry the
  // same call as data on a <template> (templates/desk/start.html): a class to make or a function to call.
  const start = (template) => {
    const { deskNew, deskCall, deskId, deskOptions } = template.dataset;
    const input = [deskId, deskOptions && JSON.parse(deskOptions)].filter((value) => value !== undefined);
    const target = window[deskNew || deskCall];
    // Gone before it runs: what moves within the page (reordering) must not start twice.
    template.remove();
    if (!target) throw new Error(`The desk cannot start ${deskNew || deskCall}: its script is missing.`);
    if (deskNew) new target(...input);
    else target(...input);
  };

  const startWithin = (node) => {
    if (!(node instanceof Element) || !node.isConnected) return;
    if (node.matches("template[data-desk-start]")) start(node);
    else node.querySelectorAll("template[data-desk-start]").forEach(start);
  };

  // Sees the page while it loads, and what appears later: children of inline panels, blocks, pop-ups.
  new MutationObserver((records) => records.forEach((record) => record.addedNodes.forEach(startWithin))).observe(
    document.documentElement,
    { childList: true, subtree: true },
  );

  // A text with a limit says how much room is left, from the first letter on.
  const sayRoom = ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || target.maxLength < 1) return;
    let room = target.nextElementSibling;
    if (!room?.matches(".desk-room")) {
      room = document.createElement("p");
      room.className = "desk-room help";
      target.after(room);
    }
    room.textContent = `${target.value.length} / ${target.maxLength}`;
  };
  document.addEventListener("input", sayRoom);
  document.addEventListener("focusin", sayRoom);

  // A window in which something is chosen gives the focus back to what opened it, or to what stands in its place when it is
  // hidden: with a keyboard one would otherwise begin again at the top of the form.
  let opener = null;
  document.addEventListener("focusin", ({ target }) => {
    if (!target.closest(".modal")) opener = target;
  });
  const giveFocusBack = () => {
    const instead = opener?.closest(".chooser")?.querySelectorAll("button, a[href]") ?? [];
    [opener, ...instead].find((element) => element?.isConnected && element.checkVisibility())?.focus();
  };

  // Left to itself, Jcrop (focal point of a picture) looks for touch screens by writing an inline event handler.
  document.addEventListener("DOMContentLoaded", () => {
    window.jQuery?.(document).on("hidden.bs.modal", giveFocusBack);
    if (window.jQuery?.Jcrop) window.jQuery.Jcrop.defaults.touchSupport = navigator.maxTouchPoints > 0;
  });
}

// Whoever speaks to the browser says what stands on the link at the top of the menu: its name has to begin with that.
window.addEventListener("load", () => {
  const home = document.querySelector("a.sidebar-custom-branding[aria-label]");
  if (home) home.ariaLabel = `${home.textContent.trim()}, ${home.ariaLabel}`;
});
