// Everything that can be done or gone to from here, by typing a part of its name. It offers what the page itself offers, and no more.
const plain = (text) => text.toLowerCase().replaceAll("ё", "е").normalize("NFKD").replace(/(?<=\p{Script=Latin})\p{M}+/gu, "");
const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

function* commands() {
  const beside = document.querySelector(".beside");
  for (const link of beside?.querySelectorAll("a") ?? []) yield [words(link) || link.title, () => link.click(), ""];
  for (const form of document.querySelectorAll("form[data-verbs]")) {
    for (const button of form.querySelectorAll("button[name]:not([value=at])")) yield [`${form.ariaLabel}: ${words(button)}`, () => button.click(), ""];
    for (const field of form.querySelectorAll("select, input[list]")) {
      const label = field.labels[0]?.querySelector(".hidden") ?? field.labels[0]?.firstChild;
      for (const option of field.options ?? field.list.options) {
        if (option.value === "at" || (option.value === "" && field.matches("#bulk *"))) continue;
        if (option.defaultSelected && !form.id) continue;
        yield [`${words(label)}: ${words(option)}`, () => doIt(form, field, option.value), ""];
      }
    }
  }
  for (const target of document.querySelectorAll("[data-key]:is(a, button, [type=radio])")) {
    if (target.checkVisibility()) yield [words(target.type === "radio" ? target.labels[0] : target), () => press(target), target.dataset.key];
  }
  for (const link of document.querySelectorAll(".rail a")) yield [words(link.firstChild.nodeType === 3 ? { textContent: link.firstChild.data } : link.firstElementChild), () => link.click(), ""];
  for (const link of document.querySelectorAll(".me .card a")) yield [words(link), () => link.click(), ""];
}

function press(target) {
  target.click();
  if (target.type === "radio") document.getElementById("Body")?.focus();
}

function doIt(form, field, value) {
  field.value = value;
  form.requestSubmit();
}

// Fills the open palette, and gives what runs the command that is chosen in it.
export function fill(dialog) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const all = [...commands()];
  let shown = [];
  let at = 0;

  const draw = () => {
    const parts = plain(input.value).split(/\s+/).filter(Boolean);
    shown = all.filter(([name]) => parts.every((part) => plain(name).includes(part))).slice(0, 12);
    if (input.value.trim()) shown.push([`${dialog.dataset.search} “${input.value.trim()}”`, () => location.assign(`/search?q=${encodeURIComponent(input.value.trim())}`), ""]);
    list.replaceChildren(...shown.map(([name, , key], i) => {
      const option = Object.assign(document.createElement("li"), { id: `command-${i}`, textContent: name });
      option.setAttribute("role", "option");
      if (key) option.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      return option;
    }));
    choose(0);
  };
  const choose = (to) => {
    at = shown.length ? (to + shown.length) % shown.length : 0;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (list.children[at]) input.setAttribute("aria-activedescendant", list.children[at].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const run = () => {
    const command = shown[at];
    dialog.close();
    command?.[1]();
  };

  input.oninput = draw;
  input.onkeydown = (event) => {
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter") run();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  list.onclick = (event) => {
    const option = event.target.closest("li");
    if (!option) return;
    at = [...list.children].indexOf(option);
    run();
  };
  dialog.onclick = (event) => event.target === dialog && dialog.close();
  draw();
  return run;
}
