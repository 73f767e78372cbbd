/* Add a speaker without leaving the form; who has that name already is offered instead. */
"use strict";

for (const dialog of document.querySelectorAll("[data-speaker-dialog]")) {
  const form = dialog.querySelector("form");
  const answer = dialog.querySelector("[data-answer]");
  const add = form.querySelector("[data-add]");
  let field = null;

  const take = (speaker) => {
    field.add(new Option(speaker.text, speaker.id, true, true));
    const event = new django.jQuery.Event("select2:select", { params: { data: speaker } });
    django.jQuery(field).trigger("change").trigger(event);
    dialog.close();
  };

  const say = (sentence, same = []) => {
    answer.replaceChildren(Object.assign(document.createElement("p"), { textContent: sentence }));
    for (const speaker of same) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
      button.textContent = `${answer.dataset.use}: ${speaker.text} (${speaker.about})`;
      button.addEventListener("click", () => take(speaker));
      answer.append(button);
    }
    form.elements.another.value = same.length ? "on" : "";
    add.textContent = same.length ? add.dataset.insist : add.dataset.add;
  };

  document.addEventListener("click", (event) => {
    const hook = event.target.closest("[data-new-speaker]");
    if (hook) {
      event.preventDefault();
      const row = hook.closest(".inline-related");
      field = hook.parentElement.querySelector("select");
      const isSpeaker = field.dataset.fieldName === "speaker";
      form.reset();
      say("");
      form.elements.text.value = document.querySelector("#id_text").value;
      form.elements.kind.value = hook.dataset.newSpeaker;
      form.elements.name.value = isSpeaker ? row.querySelector("input[name$=named_as]").value : "";
      dialog.showModal();
      form.elements.name.focus();
    }
  });

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  form.elements.name.addEventListener("input", () => say(""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    const told = sent && (await sent.json().catch(() => null));
    if (told?.id) {
      take(told);
    } else {
      say(told?.sentence ?? answer.dataset.unreachable, told?.same);
    }
  });
}
