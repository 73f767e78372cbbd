/* Starts the desk: a line for each behaviour. */

import { start as startCaret } from "./caret.js";
import { start as startHandles } from "./handles.js";
import { start as startMargin } from "./margin.js";
import { page } from "./page.js";
import { start as startPaint } from "./paint.js";
import { start as startSelection } from "./selection.js";
import { start as startWalk } from "./walk.js";
import { start as startWriting } from "./writing.js";

if (page) {
  document.documentElement.classList.add("scripted");
  startPaint();
  startSelection();
  startCaret();
  startHandles();
  startMargin();
  startWalk();
  startWriting();
}
