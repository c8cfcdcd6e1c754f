// The checks in the side panel are asked anew when Wagtail has saved what was typed.
"use strict";

document.addEventListener("w-autosave:success", async () => {
  const panel = document.querySelector("[data-desk-checks]");
  if (!panel) return;
  const answer = await fetch(panel.dataset.deskChecks, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (answer.ok) panel.querySelector("[aria-live]").innerHTML = await answer.text();
});
