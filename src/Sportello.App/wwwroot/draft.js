// What is being typed is kept on the server, so that it survives a reload, a sign-out and a crash; the form that sends it ends it.
const wait = 700;
const kept = new WeakMap();

function keep(form) {
  const state = kept.get(form) ?? {};
  kept.set(form, state);
  clearTimeout(state.timer);
  state.timer = undefined;
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (typeof value !== "string") fields.delete(name);
  state.leaving = fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(fields), headers: { "X-Draft": "1" }, redirect: "manual", keepalive: true })
    .then((answer) => answer.status === 204, () => false)
    .then((done) => {
      state.leaving = undefined;
      const line = form.querySelector("[data-draft-state]");
      if (line) line.textContent = done ? line.dataset.kept : line.dataset.failed;
    });
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form || event.target.type === "file") return;
  const state = kept.get(form) ?? {};
  kept.set(form, state);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => keep(form), wait);
});

// Leaving the page takes along what was typed last.
function keepAll() {
  for (const form of document.querySelectorAll("form[data-draft]")) if (kept.get(form)?.timer) keep(form);
}
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keepAll());
document.addEventListener("turbo:before-visit", keepAll);

// What is under way must not arrive behind the message itself.
document.addEventListener("submit", (event) => {
  const state = kept.get(event.target);
  if (!state) return;
  clearTimeout(state.timer);
  state.timer = undefined;
  if (!state.leaving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  state.leaving.then(() => event.target.requestSubmit(button));
}, true);
