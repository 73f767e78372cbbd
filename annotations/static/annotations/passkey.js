/* A passkey, made or used: [data-passkey="create" or "get"] is a form, or stands around one, with a field "credential".
   data-passkey-options says where the questions to the key are: an address, or the # of an element of this page. */
"use strict";
for (const place of document.querySelectorAll("[data-passkey]")) {
  const form = place.closest("form") || place.querySelector("form");
  const trouble = place.querySelector("[data-passkey-trouble]");
  const kind = place.dataset.passkey;

  const options = async () => {
    const where = place.dataset.passkeyOptions;
    if (where.startsWith("#")) return JSON.parse(document.querySelector(where).textContent);
    const answer = await fetch(where, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return (await answer.json()).request_options;
  };

  const ask = async () => {
    const { publicKey } = await options();
    if (kind === "get") {
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
    }
    const alone = form.elements.passwordless?.checked;
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: Boolean(alone),
      userVerification: alone ? "required" : "preferred",
    };
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  };

  const tell = (words) => {
    trouble.textContent = words;
    trouble.classList.toggle("errornote", Boolean(words));
  };

  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    if (kind === "create") tell(place.dataset.passkeyFailed);
    continue;
  }
  form.hidden = false;
  if (/^[\d.]+$|:/.test(location.hostname)) {
    if (kind === "create") tell(place.dataset.passkeyNumber);
    else form.hidden = true;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell("");
    try {
      form.elements.credential.value = JSON.stringify(await ask());
      form.submit();
    } catch {
      tell(place.dataset.passkeyFailed);
    }
  });
}
