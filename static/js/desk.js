// Starts what Wagtail starts with inline scripts, which our content security policy forbids. A <template> carries the
// call as data (templates/desk/start.html). Stimulus, which Wagtail uses itself, also sees those that appear later:
// children of inline panels, blocks, pop-ups.

const { Controller } = window.StimulusModule;

// Draftail writes <style> elements for each editor (placeholder, numbers of nested lists). They get the page's nonce.
const { nonce } = document.querySelector("script[data-desk]");
const createElement = document.createElement.bind(document);
document.createElement = (name, options) => {
  const element = createElement(name, options);
  if (element.localName === "style") element.nonce = nonce;
  return element;
};

// Left to itself, Jcrop (focal point of a picture) finds out by writing an inline event handler.
if (window.jQuery?.Jcrop) window.jQuery.Jcrop.defaults.touchSupport = navigator.maxTouchPoints > 0;

class DeskStart extends Controller {
  static values = { new: String, call: String, id: String, options: Object };

  connect() {
    const input = [];
    if (this.hasIdValue) input.push(this.idValue);
    if (this.hasOptionsValue) input.push(this.optionsValue);
    const name = this.newValue || this.callValue;
    const isClass = this.hasNewValue;
    // Gone before it runs: what moves within the page (reordering) must not start twice.
    this.element.remove();
    const target = window[name];
    if (!target) throw new Error(`The desk cannot start ${name}: its script is missing.`);
    if (isClass) new target(...input);
    else target(...input);
  }
}

window.wagtail.app.register("desk-start", DeskStart);
