// Comfort on top of pages that work without it: keys by their place on the keyboard, so that every layout has them.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
let waitingForGo = false;

// While the next page is under way, this one is still seen: a verb would reach what its reader has left.
const leaving = () => document.documentElement.ariaBusy === "true";

// Now, and after each page that follows without a reload. Turbo tells of the first page as well: that one has been seen to.
function whenShown(run) {
  let told = !window.Turbo;
  run();
  document.addEventListener("turbo:load", () => {
    if (told) run();
    told = true;
  });
}

function move(by) {
  const all = rows();
  if (all.length === 0) return document.querySelector(`.beside [rel=${by > 0 ? "next" : "prev"}]`)?.click();
  const at = all.findIndex((row) => row.classList.contains("here"));
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
  all[at]?.classList.remove("here");
  next.classList.add("here");
  next.querySelector("a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (document.querySelector(".peek")) peek("look", next, true);
}

// A look at a ticket without leaving the list.
async function peek(what, ...of) {
  const table = document.querySelector("[data-peek-script]");
  if (table) (await import(table.dataset.peekScript))[what](...of);
}

const tick = () => document.querySelector(".here .c-tick input")?.click();

function tickAll() {
  const boxes = [...document.querySelectorAll(".c-tick input")];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
}

// Shift takes the rows along that one leaves and comes to.
function walk(by, ticking) {
  const check = () => {
    const box = document.querySelector(".here .c-tick input");
    if (ticking && box) box.checked = true;
  };
  check();
  move(by);
  check();
}

// To oneself: a ticket by its button, rows by the form below them.
function take() {
  if (press("m")) return;
  const assignee = document.querySelector("#bulk [name=Assignee]");
  if (!assignee) return;
  assignee.value = "me";
  assignee.form.requestSubmit();
}

function press(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.type === "radio") {
    target.click();
    document.getElementById("Body")?.focus();
  } else if (target.matches("select, input")) {
    target.focus();
  } else {
    target.click();
    if (target.matches("summary")) target.parentElement.querySelector("button, input:not([type=hidden])")?.focus();
  }
  return true;
}

// The palette opens at once and its script comes after: what is typed meanwhile is not lost, nor heard as keys of the page.
async function command(palette) {
  if (!palette || leaving() || document.querySelector("dialog[open]")) return;
  const input = palette.querySelector("input");
  let entered = false;
  input.value = "";
  input.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    entered = true;
  };
  palette.showModal();
  input.focus();
  const run = (await import(palette.dataset.script)).fill(palette);
  if (entered) run();
}

const go = { KeyT: "/tickets", KeyM: "/tickets?view=mine", KeyU: "/tickets?view=unassigned", KeyA: "/tickets?view=all", KeyW: "/work-items", KeyP: "/projects" };
const keys = {
  KeyJ: (event) => walk(1, event.shiftKey),
  KeyK: (event) => walk(-1, event.shiftKey),
  KeyX: (event) => (event.shiftKey ? tickAll() : tick()),
  KeyM: take,
  KeyG: () => { waitingForGo = true; setTimeout(() => (waitingForGo = false), 3000); },
  Slash: (event) => (event.shiftKey ? document.getElementById("keys")?.showModal() : document.getElementById("jump")?.select()),
};

document.addEventListener("keydown", async (event) => {
  if (event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    return command(document.getElementById("palette"));
  }
  if (event.code === "KeyZ" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !typing(event.target) && !leaving() && press("u")) return event.preventDefault();
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) return event.target.form.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || leaving() || document.querySelector("dialog[open]")) return;
  if (waitingForGo && go[event.code]) {
    waitingForGo = false;
    return document.querySelector(`.rail a[href="${go[event.code]}"]`)?.click();
  }
  if (event.key === "Escape" && document.querySelector(".peek")) return peek("close");
  if (event.code === "Space" && document.querySelector("tr.here") && !event.target.closest("button, summary")) {
    event.preventDefault();
    return peek("look", document.querySelector("tr.here"), false);
  }
  const action = keys[event.code];
  const done = action ? (action(event), true) : !event.shiftKey && event.code.startsWith("Key") && press(event.code.slice(3).toLowerCase());
  if (done) event.preventDefault();
});

// In a list a verb is for the ticked rows, or for the one that one stands on.
document.addEventListener("submit", (event) => {
  const here = document.querySelector(".here .c-tick input");
  if (event.target.id === "bulk" && here && !document.querySelector(".c-tick input:checked")) here.checked = true;
}, true);

// A filter takes effect when it is chosen; without script there is the button.
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-auto] :is(select, input[type=date])")) event.target.form.requestSubmit();
});

// What is closed by clicking elsewhere.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details:is(.me, .more)[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

// Who will get what is being written: asked when somebody begins, and again when it matters.
let asking;
function askRecipients(form, wait) {
  const place = form.querySelector("[data-recipients]");
  if (!place) return;
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const fields = new FormData(form);
    const query = new URLSearchParams({
      internal: fields.get("Internal") ?? "false",
      status: fields.get("Status") ?? "",
      text: (fields.get("Body").match(/@[^\n]{1,60}/g) ?? []).join("\n").slice(0, 1000),
    });
    const answer = await fetch(`${place.dataset.recipients}?${query}`, { headers: { Accept: "text/html" } });
    if (answer.ok) place.innerHTML = await answer.text();
  }, wait);
}
for (const kind of ["focusin", "change", "input"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form.composer");
    if (!form || (kind === "focusin" && form.dataset.asked)) return;
    if (kind === "input" && event.target.name === "Body" && !event.target.value.includes("@")) return;
    form.dataset.asked = "true";
    askRecipients(form, kind === "input" ? 400 : 0);
  });
}

// Who opens a ticket is shown those that may be about the same.
let comparing;
document.addEventListener("input", (event) => {
  const place = event.target.id === "Subject" && event.target.form?.querySelector("[data-similar]");
  if (!place) return;
  clearTimeout(comparing);
  comparing = setTimeout(async () => {
    const answer = await fetch(`${place.dataset.similar}?subject=${encodeURIComponent(event.target.value)}`, { headers: { Accept: "text/html" } });
    if (answer.ok) place.innerHTML = await answer.text();
  }, 400);
});

// Of a new ticket, only the fields of the chosen project are asked.
function askOwnFields() {
  const project = document.querySelector("select#Project")?.value;
  for (const own of document.querySelectorAll("fieldset[data-project]")) own.hidden = own.disabled = own.dataset.project !== project;
}
whenShown(askOwnFields);
document.addEventListener("change", (event) => { if (event.target.id === "Project") askOwnFields(); });

// A canned reply comes to where the cursor is; without script the page comes back with it.
document.addEventListener("click", async (event) => {
  const place = event.target.closest?.("[data-canned] button")?.closest("[data-canned]");
  if (!place) return;
  event.preventDefault();
  const button = place.querySelector("button");
  const text = document.getElementById("Body");
  const answer = await fetch(`${place.dataset.canned}/${place.querySelector("select").value}`, { headers: { Accept: "text/plain" } });
  if (!answer.ok) return button.form.requestSubmit(button);
  const before = text.value.slice(0, text.selectionStart);
  text.setRangeText((before === "" || before.endsWith("\n") ? "" : "\n\n") + (await answer.text()), text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});

// A reply that has left can no longer be taken back.
setInterval(() => {
  for (const form of document.querySelectorAll(".leaving[data-until]")) {
    if (Date.parse(form.dataset.until) <= Date.now()) form.remove();
  }
}, 500);

// From ticket to ticket along the list that one came from, as far as its page goes.
function layBeside() {
  if (location.pathname === "/tickets") {
    const tickets = [...document.querySelectorAll(".tickets [data-row] .c-subject a")].map((a) => a.pathname);
    sessionStorage.setItem("list", JSON.stringify({ at: location.pathname + location.search, tickets, more: document.querySelector(".pages [rel=next]")?.getAttribute("href") }));
  }
  const ticket = document.querySelector("article.ticket");
  const list = JSON.parse(sessionStorage.getItem("list") ?? "null");
  const at = list?.tickets.indexOf(location.pathname) ?? -1;
  if (!ticket || at < 0 || ticket.querySelector(".beside")) return;
  const nav = Object.assign(document.createElement("nav"), { className: "beside" });
  nav.setAttribute("aria-label", ticket.dataset.list);
  const link = (href, text, title, rel) => nav.append(href ? Object.assign(document.createElement("a"), { href, textContent: text, title, rel }) : "");
  link(list.tickets[at - 1], `‹ ${ticket.dataset.previous}`, ticket.dataset.previous, "prev");
  link(list.at, `${at + 1}/${list.tickets.length}`, ticket.dataset.list, "up");
  link(list.tickets[at + 1] ?? list.more, `${ticket.dataset.next} ›`, ticket.dataset.next, "next");
  ticket.querySelector(".ticket-head").prepend(nav);
}
whenShown(layBeside);

// The numbers of the views that people made: asked for when the page stands, so that none waits for them.
async function count() {
  const places = document.querySelectorAll("[data-count]");
  if (places.length === 0) return;
  const answer = await fetch("/views/counts", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const counts = await answer.json();
  for (const place of places) place.textContent = counts[place.dataset.count] ?? "";
}
whenShown(count);

// Charts bring their own script, so pages without one never load it.
async function drawCharts() {
  const first = document.querySelector("[data-chart-script]");
  if (first) (await import(first.dataset.chartScript)).draw();
}
whenShown(drawCharts);

// So does whatever is written and not sent yet.
async function keepDrafts() {
  const form = document.querySelector("[data-draft-script]");
  if (form) await import(form.dataset.draftScript);
}
whenShown(keepDrafts);

// So do passkeys.
async function knowPasskeys() {
  const form = document.querySelector("[data-passkey-script]");
  if (form) (await import(form.dataset.passkeyScript)).show();
}
whenShown(knowPasskeys);

// So does what a reply is written in.
async function layReply() {
  const reply = document.querySelector("[data-reply-script]");
  if (reply) await import(reply.dataset.replyScript);
}
whenShown(layReply);

// So does the line of a query.
async function layLine() {
  const line = document.querySelector("[data-line-script]");
  if (line) await import(line.dataset.lineScript);
}
whenShown(layLine);

// So does an operation of the API that is tried.
async function offerApi() {
  const form = document.querySelector("[data-api-script]");
  if (form) (await import(form.dataset.apiScript)).offer(form);
}
offerApi();
document.addEventListener("turbo:load", offerApi);

// So does the board.
async function layBoard() {
  const board = document.querySelector("[data-board-script]");
  if (board) (await import(board.dataset.boardScript)).lay();
}
whenShown(layBoard);

// An import goes on by itself, portion by portion; without script there is the button.
const goOn = () => document.querySelector("form[data-go-on=true]")?.requestSubmit();
whenShown(goOn);

// What others change comes in by itself.
async function followLive() {
  const place = document.querySelector("[data-live]");
  if (place) (await import(place.dataset.script)).follow();
}
whenShown(followLive);
