// What others change appears by itself and moves nothing that is being read; who else has a ticket open is said at its head.
const SOON = 150;
const SELDOM = 2000;
const HIDDEN = 30_000;
const PAUSE = 10_000;

let line;
let address;
let last = "";
let writing = false;
let stopWriting;
let leave;
let due;
let refreshed = 0;

const shownTicket = () => document.querySelector("article.ticket")?.dataset.number ?? "";

// One line for each page that is looked at; coming back, it goes on where it was.
export function follow() {
  if (document.hidden) return;
  const to = `/live?ticket=${shownTicket()}&writing=${writing}`;
  if (line && address === to && line.readyState !== EventSource.CLOSED) return;
  line?.close();
  address = to;
  line = new EventSource(last ? `${to}&since=${last}` : to);
  line.addEventListener("changed", (event) => {
    last = event.lastEventId;
    const changed = JSON.parse(event.data);
    if (concerns(changed)) refreshSoon(shownTicket() ? SOON : SELDOM);
  });
  line.addEventListener("here", (event) => sayWho(JSON.parse(event.data)));
}

function concerns({ task, number }) {
  if (number === undefined) return true;
  const ticket = shownTicket();
  if (ticket) return task ? document.querySelector(`.properties a[href="/work-items/${number}"]`) !== null : String(number) === ticket;
  return !task && document.querySelector("table.tickets, .empty") !== null;
}

function refreshSoon(wait) {
  if (due) return;
  due = setTimeout(async () => {
    due = undefined;
    refreshed = Date.now();
    await refresh();
  }, Math.max(SOON, refreshed + wait - Date.now()));
}

async function refresh() {
  const here = location.href;
  const answer = await fetch(here, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected || location.href !== here) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const count of fresh.querySelectorAll(".rail [data-view]")) replaceText(document.querySelector(`.rail [data-view="${count.dataset.view}"]`), count);
  const [now, then] = [document.querySelector("article.ticket"), fresh.querySelector("article.ticket")];
  if (now && then) refreshTicket(now, then);
  else if (document.querySelector("table.tickets, .empty") && fresh.querySelector("table.tickets")) refreshList(fresh);
}

const replaceText = (place, from) => place && place.textContent !== from.textContent && (place.textContent = from.textContent);

// Times grow older and form tokens change without anything having happened.
function gist(element) {
  const copy = element.cloneNode(true);
  for (const passing of copy.querySelectorAll("time, [name=__RequestVerificationToken], form.leaving")) passing.remove();
  copy.classList.remove("fresh", "gone", "here");
  return copy.innerHTML + copy.className;
}
const alike = (one, other) => gist(one) === gist(other);

function refreshTicket(now, then) {
  for (const part of ["h1", ".facts"]) {
    const [old, fresh] = [now.querySelector(`.ticket-head ${part}`), then.querySelector(`.ticket-head ${part}`)];
    if (old && fresh && !alike(old, fresh)) old.replaceWith(fresh);
  }
  const list = now.querySelector(".conversation > ol");
  for (const [i, entry] of [...then.querySelectorAll(".conversation > ol > li")].entries()) {
    const old = list.children[i];
    if (old && (alike(old, entry) || old.querySelector("details[open]") || old.contains(document.activeElement))) continue;
    entry.classList.add("fresh");
    if (old) old.replaceWith(entry);
    else list.append(entry);
    if (!old && entry.id && below(entry)) offer("below", `#${entry.id}`);
  }
  const [old, fresh] = [now.querySelector(".properties > .folded"), then.querySelector(".properties > .folded")];
  if (old && fresh && !old.contains(document.activeElement) && !touched(old)) {
    const open = [...old.querySelectorAll("details")].map((d) => d.open);
    fresh.querySelectorAll("details").forEach((d, i) => (d.open = open[i] ?? d.open));
    old.replaceWith(fresh);
  }
  // What stands on the page has been seen: a reply written below it is no stale one.
  const [version, newer] = [now.querySelector(".composer [name=Version]"), then.querySelector(".composer [name=Version]")];
  if (version && newer) version.value = newer.value;
}

// Under the composer, or beyond what the window shows.
const below = (entry) => entry.getBoundingClientRect().top > Math.min(innerHeight, document.querySelector(".composer")?.getBoundingClientRect().top ?? innerHeight) - 20;

function offer(what, to) {
  const place = document.querySelector("[data-live]");
  const link = place.querySelector("a");
  link.textContent = place.dataset[what];
  link.href = to;
  link.hidden = false;
  link.onclick = () => { link.hidden = true; };
}

const touched = (place) => [...place.querySelectorAll("select, input:not([type=hidden]), textarea")].some((field) => {
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
});

function refreshList(fresh) {
  const key = (row) => row.querySelector(".c-subject a")?.pathname;
  const rows = new Map([...fresh.querySelectorAll("table.tickets tbody tr")].map((row) => [key(row), row]));
  for (const row of document.querySelectorAll("table.tickets tbody tr")) {
    const next = rows.get(key(row));
    rows.delete(key(row));
    row.classList.toggle("gone", !next);
    if (!next || alike(row, next)) continue;
    const focused = row.contains(document.activeElement) && (document.activeElement.type === "checkbox" ? ".c-tick input" : "a");
    const tick = next.querySelector(".c-tick input");
    if (tick) tick.checked = row.querySelector(".c-tick input")?.checked ?? false;
    next.classList.add("fresh");
    next.classList.toggle("here", row.classList.contains("here"));
    row.replaceWith(next);
    if (focused) next.querySelector(focused)?.focus({ preventScroll: true });
  }
  if (rows.size > 0) offer("more", location.href);
}

function sayWho({ number, people }) {
  const place = document.querySelector(".present");
  if (!place || String(number) !== shownTicket()) return;
  const names = people.map((p) => (p.writing ? `${p.name} (${place.dataset.writing})` : p.name));
  place.hidden = names.length === 0;
  place.textContent = names.length ? `${place.dataset.here} ${names.join(", ")}` : "";
}

document.addEventListener("input", (event) => {
  if (event.target.id !== "Body" || !event.target.closest(".composer")) return;
  clearTimeout(stopWriting);
  stopWriting = setTimeout(() => { writing = false; follow(); }, PAUSE);
  if (writing) return;
  writing = true;
  follow();
});

document.addEventListener("submit", () => { clearTimeout(stopWriting); writing = false; });

document.addEventListener("visibilitychange", () => {
  clearTimeout(leave);
  if (document.hidden) leave = setTimeout(() => line?.close(), HIDDEN);
  else follow();
});
