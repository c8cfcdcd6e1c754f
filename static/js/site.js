// Everything works without this file.

// Browsers that cannot force a closed <details> open by CSS: open the filters where there is room for them.
const filters = document.querySelector("[data-filters]");
if (filters && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60rem)").matches) {
  filters.open = true;
}
