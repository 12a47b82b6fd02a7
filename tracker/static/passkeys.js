/* Passkeys: asks the browser for one, and sends what it says along with the form. */
(() => {
  "use strict";
  const area = document.querySelector("[data-passkey]");
  if (!area) return;
  const { ask, options, first, wrong, known, failed } = area.dataset;
  /* where there are none, nothing is offered; whoever wants to make one is told */
  if (!options && !window.PublicKeyCredential) return;
  const form = document.querySelector(area.dataset.passkey);
  const status = area.querySelector("[role=status]");
  const { passkey, csrf_token: token } = form.elements;
  let busy = false;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (raw) =>
    btoa(String.fromCharCode(...new Uint8Array(raw)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  /* JSON of the server, with bytes where the browser wants bytes */
  function read({ challenge, user, allowCredentials, excludeCredentials, ...rest }) {
    const ids = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));
    const publicKey = { ...rest, challenge: bytes(challenge) };
    if (!user) return { publicKey: { ...publicKey, allowCredentials: ids(allowCredentials) } };
    publicKey.user = { ...user, id: bytes(user.id) };
    return { publicKey: { ...publicKey, excludeCredentials: ids(excludeCredentials) } };
  }

  const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  function written({ id, rawId, type, response }) {
    const parts = PARTS.filter((name) => response[name]).map((name) => [name, text(response[name])]);
    return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(parts) });
  }

  async function challenge() {
    const body = new FormData();
    body.set("csrf_token", token.value);
    const answer = await fetch(ask, { method: "POST", body });
    if (answer.status !== 200) throw new Error("no challenge");
    return read(await answer.json());
  }

  /* cancelled, timed out, no such passkey: browsers give all of them one name */
  const sentence = ({ name }) =>
    ({ NotAllowedError: wrong, AbortError: wrong, InvalidStateError: known }[name] || failed);

  function say(words) {
    status.textContent = words;
    status.classList.toggle("field-error", words !== "");
  }

  async function run() {
    if (busy) return;
    busy = true;
    say("");
    try {
      const found = options
        ? await navigator.credentials.create(read(JSON.parse(options)))
        : await navigator.credentials.get(await challenge());
      passkey.value = written(found);
      form.requestSubmit();
    } catch (problem) {
      say(sentence(problem));
    }
    busy = false;
  }

  const empty = () => first && [...form.elements].find((el) => first.split(" ").includes(el.name) && !el.value);
  area.querySelector("button")?.addEventListener("click", () => {
    const missing = empty();
    if (missing) missing.focus();
    else run();
  });
  /* making one: the form waits for it */
  if (options) {
    form.addEventListener("submit", (event) => {
      if (passkey.value || empty()) return; /* without a name none is made */
      event.preventDefault();
      event.stopImmediatePropagation();
      run();
    });
  }
  window.addEventListener("pageshow", () => { passkey.value = ""; });
  area.hidden = false;
})();
