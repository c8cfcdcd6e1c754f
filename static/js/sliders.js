// Shows the value of each slider while it is moved. Without this file the page shows the values that were sent.

for (const form of document.querySelectorAll("[data-sliders]")) {
  form.addEventListener("input", (event) => {
    const shown = event.target.labels && form.querySelector(`output[for="${event.target.id}"]`);
    if (shown) shown.value = event.target.value;
  });
}
