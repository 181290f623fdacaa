// The board by mouse and by keys. Each card has buttons that work without this; here the same form is sent without leaving the page.
const place = () => document.querySelector(".board-page");
const card = (event) => event.target.closest?.(".job[data-job]");
let dragged = null;
let moving = false;

async function move(job, status) {
  const lane = job.closest(".lane");
  if (moving || !status || lane.dataset.status === status) return;
  moving = true;
  const form = document.getElementById("move");
  const fields = new URLSearchParams(new FormData(form));
  fields.set("To", `${job.dataset.job}.${status}`);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const board = page.querySelector(".board-page");
    // What is refused altogether has a page of its own, and so has signing in.
    if (!board) return location.assign(answer.redirected ? answer.url : location.href);
    place().replaceWith(board);
    const there = document.getElementById(job.id);
    there?.classList.add("here", "moved");
    there?.querySelector("a")?.focus({ preventScroll: true });
    there?.scrollIntoView({ block: "nearest" });
  } finally {
    moving = false;
  }
}

function over(event) {
  const lane = dragged && event.target.closest?.(".lane");
  for (const other of document.querySelectorAll(".lane.over")) if (other !== lane) other.classList.remove("over");
  if (!lane) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  lane.classList.add("over");
}

function drop(event) {
  const lane = dragged && event.target.closest?.(".lane");
  if (!lane) return;
  event.preventDefault();
  move(dragged, lane.dataset.status);
}

function end() {
  dragged = null;
  for (const lane of document.querySelectorAll(".lane.over")) lane.classList.remove("over");
  document.querySelector(".board")?.classList.remove("dragging");
}

function begin(event) {
  dragged = card(event);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.id);
  document.querySelector(".board").classList.add("dragging");
}

function keys(event) {
  const job = card(event);
  const way = { ArrowLeft: "before", ArrowUp: "before", ArrowRight: "after", ArrowDown: "after" }[event.key];
  if (!job || !way || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  const button = job.querySelector(`[data-move="${way}"]`);
  event.preventDefault();
  if (button) move(job, button.value.split(".").pop());
}

function press(event) {
  const button = event.target.closest?.("[data-move]");
  if (!button) return;
  event.preventDefault();
  move(card(event), button.value.split(".").pop());
}

let laid = false;
export function lay() {
  if (laid) return;
  laid = true;
  document.addEventListener("dragstart", begin);
  document.addEventListener("dragover", over);
  document.addEventListener("drop", drop);
  document.addEventListener("dragend", end);
  document.addEventListener("keydown", keys);
  document.addEventListener("click", press);
}
