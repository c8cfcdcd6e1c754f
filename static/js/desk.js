// Starts what Wagtail starts with inline scripts, which our content security policy forbids. A <template> carries the
// call as data (templates/desk/start.html). Stimulus, which Wagtail uses itself, also sees those that appear later:
// children of inline panels, blocks, pop-ups.

const { Controller } = window.StimulusModule;

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
