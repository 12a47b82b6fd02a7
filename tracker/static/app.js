/* Comfort only: pages work without this file. Not deferred: the text size comes before paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (css) => document.querySelector(css);
  const all = (css, from = document) => [...from.querySelectorAll(css)];
  const on = (target, kind, act) => target.addEventListener(kind, act);
  const each = (css, kind, act) => all(css).forEach((el) => on(el, kind, (event) => act(event, el)));
  const post = (url, form) => fetch(url, { method: "POST", body: new FormData(form) })
    .then((answer) => answer.ok && !answer.redirected, () => false);
  const stored = (name, value) => {
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch { return null; }
  };
  const field = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
  let leaving = false;
  root.dataset.size = stored("size") || "m";

  /* hide, then replace: Back does not return here, nor to any page that was open before */
  function exit(to) {
    leaving = true;
    root.classList.add("gone");
    document.title = "";
    gone(to);
    location.replace(to);
  }
  const gone = (to) => {
    try {
      if (to !== undefined) sessionStorage.setItem("gone", to);
      return sessionStorage.getItem("gone");
    } catch { return null; }
  };
  const cameBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (gone() && cameBack()) exit(gone());
  else gone("");
  on(window, "pageshow", ({ persisted }) => { if (persisted && gone()) exit(gone()); });
  function quickExit() {
    let presses = [];
    const leave = () => exit(one("[data-exit]").dataset.exit);
    each("[data-exit]", "click", (event) => { event.preventDefault(); leave(); });
    on(document, "keydown", (event) => {
      if (event.key !== "Escape" || event.repeat || !one("[data-exit]")) return;
      presses = [...presses, event.timeStamp].filter((time) => event.timeStamp - time < 2000);
      if (presses.length > 2) leave();
    });
  }

  function textSize() {
    const menu = one("[data-size-menu]");
    if (!menu) return;
    const show = (size) => all("button", menu).forEach((b) => b.setAttribute("aria-pressed", b.value === size));
    each("[data-size-menu] button", "click", (_, b) => { show(root.dataset.size = b.value); stored("size", b.value); });
    on(menu, "focusout", ({ relatedTarget: to }) => { if (to && !menu.contains(to)) menu.open = false; });
    show(root.dataset.size);
  }

  const acts = {
    copy: (text) => navigator.clipboard.writeText(text),
    print: () => window.print(),
    tick: (_, button) => {
      const boxes = all(button.dataset.from), some = boxes.some((box) => !box.checked);
      boxes.forEach((box) => { box.checked = some; });
    },
  };
  async function act(_, button) {
    const { act: name, from, done, failed } = button.dataset;
    let said = done;
    try { await acts[name](from && one(from).textContent, button); } catch { said = failed; }
    if (said) one("[data-act-status]").textContent = said;
  }

  function forms() {
    const guard = (form, busy, pressed) => all("button:not([type=button])", form).forEach((b) => {
      b.disabled = busy;
      b.toggleAttribute("data-busy", b === pressed);
    });
    each("form[method=post]:not([data-again])", "submit", (event, form) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = leaving = true;
      /* later, so that the pressed button's value is sent too */
      setTimeout(() => guard(form, true, event.submitter));
    });
    on(window, "pageshow", () => {
      leaving = false;
      root.classList.remove("gone");
      all("form[data-sent]").forEach((form) => { delete form.dataset.sent; guard(form, false); });
    });
    each("form[data-unsaved]", "input", (_, form) => { form.dataset.dirty = ""; });
    /* another language takes along what was typed */
    each("form[data-language]", "submit", (_, form) => {
      const typed = one("form[data-dirty], form[data-carried]"), own = [...form.elements].map((el) => el.name);
      for (const [name, value] of typed ? new FormData(typed) : []) {
        if (typeof value === "string" && !own.includes(name)) form.append(field(name, value));
      }
    });
    /* a phone may close a page that is not seen: what youth typed waits on the server */
    on(document, "visibilitychange", () => {
      const typed = one("form[data-keep][data-dirty]");
      if (!typed || leaving || document.visibilityState !== "hidden") return;
      const words = new FormData(typed);
      words.set("kept_path", new URL(typed.action).pathname);
      navigator.sendBeacon(typed.dataset.keep, words);
    });
    on(window, "beforeunload", (event) => { if (!leaving && one("form[data-dirty]")) event.preventDefault(); });
  }

  function counter(_, box) {
    const out = document.getElementById(box.dataset.count);
    const left = out.dataset.max - [...box.value].length;
    out.textContent = out.dataset[left < 0 ? "over" : "left"].replace("#", Math.abs(left).toLocaleString());
    out.classList.toggle("count-over", left < 0);
  }

  /* drafts go to the server, never into storage */
  function drafts(seen) {
    let timer;
    async function save(form) {
      const ok = await post(form.dataset.autosave, form);
      const status = one("[data-saved]");
      if (ok) { delete form.dataset.dirty; seen(); }
      status.textContent = status.dataset[ok ? "saved" : "failed"];
      status.classList.toggle("saved-bad", !ok);
    }
    each("form[data-autosave]", "input", (_, form) => { clearTimeout(timer); timer = setTimeout(save, 3000, form); });
    each("form[data-autosave]", "submit", () => clearTimeout(timer));
  }

  /* one clock for all tabs */
  function idle() {
    const dialog = one("[data-idle-seconds]");
    if (!dialog) return () => {};
    let mine;
    const seen = () => stored("seen", mine = Date.now());
    const form = dialog.querySelector("form");
    async function stay(event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await post(form.action, form)) { seen(); dialog.close(); }
    }
    on(form, "submit", stay);
    on(dialog, "cancel", stay);
    /* what was typed goes along, and comes back after signing in */
    function rest() {
      const last = one("form[data-dirty]") || form;
      last.insertAdjacentHTML("beforeend", '<input type="hidden" name="kept_path">');
      last.elements.kept_path.value = location.pathname + location.search;
      last.action = dialog.dataset.idleUrl;
      leaving = true;
      last.submit();
    }
    setInterval(() => {
      const left = dialog.dataset.idleSeconds - (Date.now() - Math.max(mine, stored("seen"))) / 1000;
      if (left <= 0) rest();
      else if (left > 120) dialog.close();
      else if (!dialog.open) dialog.showModal();
    }, 5000);
    seen();
    return seen;
  }

  /* arrow keys walk the list that has the focus */
  function walk(event, list) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = all("[data-row]", list);
    const here = links.indexOf(document.activeElement);
    if (!step || here < 0) return;
    event.preventDefault();
    (links[here + step] || links[here]).focus();
  }

  /* work in slices goes on by itself; the link to stop stands beside it */
  function goOn() {
    const form = one("form[data-go-on]");
    if (form) setTimeout(() => form.requestSubmit(), 700);
  }

  /* a page that answers a form: Back and reload ask for it anew, and not whether to send it again */
  function again() {
    if (one("[data-search]")) history.replaceState(null, "", location.href);
  }

  /* takes the focus where the browser did not, unless somebody is in a field by now */
  on(window, "load", () => setTimeout(() => {
    if (document.activeElement === document.body) one(".error-summary")?.focus();
  }, 100));
  on(document, "DOMContentLoaded", () => {
    for (const el of all("[data-js]")) el.hidden = false;
    quickExit();
    textSize();
    each("[data-act]", "click", act);
    each("[data-count]", "input", counter);
    for (const box of all("[data-count]")) counter(0, box);
    each("[data-keys]", "keydown", walk);
    drafts(idle());
    forms();
    goOn();
    again();
    one(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  });
})();
