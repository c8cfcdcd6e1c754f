// A change of many entries goes on by itself: presses the button that stands there for those without scripts.
"use strict";

document.querySelector("form[data-go-on]")?.requestSubmit();
