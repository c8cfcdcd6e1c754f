// The map with scripts: Leaflet takes the place of the drawing, in the same box. The drawing stays for paper, and when anything fails.

/* global L */
const box = document.querySelector("[data-map]");
const words = box && JSON.parse(box.dataset.words);
const list = document.querySelector("#places");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const HOME = [[49.8, -8.7], [60.9, 1.9]];
const EDGE = [[48.4, -13], [62.2, 4.5]];
const EXACT = 0, DISTRICT = 1;
const EPSILON = 0.0001;
const HALF_SQUARE = 0.025;

if (box && window.L) start();

async function start() {
  let points, coast;
  try {
    [points, coast] = await Promise.all([box.dataset.points, box.dataset.coast].map(fetched));
  } catch {
    return;
  }
  const map = drawn(coast);
  const pins = points.spots.map((spot) => pinOf(spot, points));
  const group = grouped(map, pins);
  fit(map, points.spots);
  keepInStep(map, group, pins, points);
  offerArea(map);
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function drawn(coast) {
  const place = document.createElement("div");
  place.className = "map-leaflet";
  box.querySelector(".map-drawing").setAttribute("hidden", "");
  box.prepend(place);
  const { tiles, attribution } = box.dataset;
  const map = L.map(place, {
    zoomControl: false, zoomSnap: 0.5, minZoom: 5, maxZoom: tiles ? 17 : 13, maxBounds: EDGE, maxBoundsViscosity: 1,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
  });
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", words.map);
  map.attributionControl.setPrefix(false);
  // Leaflet hears the key only while the map itself has the focus.
  place.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  const layer = tiles
    ? L.tileLayer(tiles, { attribution })
    : L.geoJSON(coast, { interactive: false, attribution: words.coast, style: ({ properties }) => ({ className: properties.ours ? "ours" : "neighbours", weight: 0.7, fillOpacity: 1 }) });
  layer.addTo(map);
  return map;
}

// A name that is heard, whatever the icon shows.
function iconOf(count, label) {
  const size = Math.min(46, 26 + 3 * Math.log2(count));
  const Named = L.DivIcon.extend({
    createIcon(old) {
      const icon = L.DivIcon.prototype.createIcon.call(this, old);
      icon.setAttribute("aria-label", label);
      return icon;
    },
  });
  const text = count < 1000 ? count : `${Math.floor(count / 1000)}k`;
  return new Named({ html: String(text), className: "pin", iconSize: [size, size] });
}

function counted(count) {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? words.one : words.many}`;
}

function pinOf([lat, lng, count, place, exactness], points) {
  const [code, name] = points.places[place] ?? ["", ""];
  const label = name ? `${name}: ${counted(count)}` : counted(count);
  return L.marker([lat, lng], { icon: iconOf(count, label), title: label, count, code, exactness, square: place < 0 });
}

function grouped(map, pins) {
  const sum = (cluster) => cluster.getAllChildMarkers().reduce((total, pin) => total + pin.options.count, 0);
  const group = L.markerClusterGroup({
    maxClusterRadius: 36, showCoverageOnHover: false, animate: !still, chunkedLoading: true, spiderLegPolylineOptions: { weight: 1 },
    iconCreateFunction: (cluster) => iconOf(sum(cluster), `${counted(sum(cluster))}, ${words.zoomIn}`),
  });
  group.addLayers(pins);
  group.on("click", ({ layer }) => tell(map, layer));
  group.on("keypress", ({ layer, originalEvent }) => originalEvent.key === "Enter" && tell(map, layer, true));
  return group.addTo(map);
}

function fit(map, spots) {
  if (box.dataset.box) {
    const [west, south, east, north] = box.dataset.box.split(",").map(Number);
    map.fitBounds([[south, west], [north, east]]);
  } else map.fitBounds(spots.length ? spots.map(([lat, lng]) => [lat, lng]) : HOME, { maxZoom: 9, padding: [24, 24] });
}

async function tell(map, pin, byKey) {
  const told = document.createElement("div");
  const popup = L.popup({ maxWidth: 280, autoPanPadding: [16, 16] }).setLatLng(pin.getLatLng()).setContent(told);
  if (byKey) map.once("popupclose", () => pin.getElement()?.focus());
  try {
    const { heading, entries, rest } = await fetched(addressAt(pin));
    told.append(line("strong", heading), listOf(entries));
    if (rest) told.append(line("a", rest.label, rest.url));
    const { exactness, square } = pin.options;
    if (!square && exactness !== EXACT) told.append(line("span", exactness === DISTRICT ? words.about : words.centre, "", "small soft"));
  } catch {
    told.append(line("span", words.failed));
  }
  popup.openOn(map);
  if (byKey) told.querySelector("a")?.focus();
}

function addressAt(pin) {
  const { lat, lng } = pin.getLatLng();
  const reach = pin.options.square ? HALF_SQUARE : EPSILON;
  const asked = new URLSearchParams(box.dataset.query);
  asked.set("bbox", [lng - reach, lat - reach, lng + reach, lat + reach].map((edge) => edge.toFixed(4)).join(","));
  return `${box.dataset.entries}?${asked}`;
}

function line(name, text, url, look = "") {
  const paragraph = document.createElement("p");
  const inner = document.createElement(name);
  inner.textContent = text;
  if (url) inner.href = url;
  if (look) paragraph.className = look;
  paragraph.append(inner);
  return paragraph;
}

function listOf(entries) {
  const items = document.createElement("ul");
  for (const { title, url, place } of entries) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = title;
    item.append(link, ` ${place}`);
    items.append(item);
  }
  return items;
}

// The list shows the places in sight, and the place that is looked at in the list is marked on the map.
function keepInStep(map, group, pins, points) {
  const items = [...list.querySelectorAll("[data-place]")];
  const placed = new Set(points.places.map(([code]) => code));
  const said = list.querySelector("[data-seen]");
  let marked = null;
  const unmark = () => marked?.classList.remove("here");
  if (!points.squares) {
    map.on("moveend", () => {
      const bounds = map.getBounds();
      const seen = new Set(pins.filter((pin) => bounds.contains(pin.getLatLng())).map((pin) => pin.options.code));
      for (const item of items) item.hidden = placed.has(item.dataset.place) && !seen.has(item.dataset.place);
      for (const region of list.querySelectorAll(".map-region")) region.hidden = !region.querySelector("li:not([hidden])");
      said.textContent = `${words.seen} ${seen.size}`;
    });
  }
  for (const kind of ["focusin", "mouseover"]) {
    list.addEventListener(kind, (event) => {
      const code = event.target.closest("[data-place]")?.dataset.place;
      const pin = code && pins.find((one) => one.options.code === code);
      unmark();
      if (!pin) return;
      if (!map.getBounds().contains(pin.getLatLng())) map.panTo(pin.getLatLng(), { animate: !still });
      marked = group.getVisibleParent(pin)?.getElement() ?? null;
      marked?.classList.add("here");
    });
  }
  for (const kind of ["focusout", "mouseout"]) list.addEventListener(kind, unmark);
}

function offerArea(map) {
  const area = document.querySelector("[data-map-area]");
  // The first view is the result itself.
  map.once("movestart", () => (area.hidden = false));
  area.querySelector("button").addEventListener("click", () => {
    const bounds = map.getBounds();
    const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const asked = new URLSearchParams(box.dataset.query);
    asked.set("bbox", edges.map((edge) => edge.toFixed(4)).join(","));
    location.assign(`${location.pathname}?${asked}`);
  });
}
