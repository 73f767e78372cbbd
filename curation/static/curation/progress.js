/* Show how far a release is, once a second; when it is there, the page shows it. */
"use strict";

for (const part of document.querySelectorAll("[data-progress]")) {
  const look = async () => {
    const answer = await fetch(part.dataset.progress).catch(() => null);
    const words = answer?.ok ? await answer.text() : null;
    if (words !== null && !words.trim()) {
      location.reload();
      return;
    }
    if (words !== null) {
      part.innerHTML = words;
    }
    setTimeout(look, 1000);
  };

  setTimeout(look, 1000);
}
