/* Starts the desk: a line for each behaviour. */

import { start as startBeside } from "./beside.js";
import { start as startCaret } from "./caret.js";
import { start as startDoubts } from "./doubts.js";
import { start as startEyes } from "./eyes.js";
import { start as startFind } from "./find.js";
import { start as startHandles } from "./handles.js";
import { pageIsReady } from "./held_keys.js";
import { start as startMargin } from "./margin.js";
import { start as startMentions } from "./mentions.js";
import { start as startNeighbours } from "./neighbours.js";
import { page } from "./page.js";
import { start as startPaint } from "./paint.js";
import { start as startSelection } from "./selection.js";
import { start as startThemeHelp } from "./theme_help.js";
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
  const answers = [startWriting()];
  startEyes();
  answers.push(startMentions());
  startFind();
  startNeighbours();
  startThemeHelp();
  answers.push(startDoubts());
  startBeside();
  // Last of all: whoever watches from outside may begin.
  Promise.allSettled(answers).then(() => { document.documentElement.dataset.ready = ""; });
}
pageIsReady();
