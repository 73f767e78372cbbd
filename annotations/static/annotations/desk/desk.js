/* Starts the desk: each line is a behaviour of its own. */

import "./page.js";
import "./store.js";

document.documentElement.classList.add("scripted");
