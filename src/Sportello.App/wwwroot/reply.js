// Where one writes, / at the start of a word offers canned replies and, in a note, @ the people whom it can name.
// The keys that write these signs count too, by their place, where another layout writes something else with them.
const plain = (text) => text.toLowerCase().replaceAll("ё", "е").normalize("NFKD").replace(/(?<=\p{Script=Latin})\p{M}+/gu, "");
const places = { "Slash.": "/", 'Digit2"': "@" };

class ReplyText extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.at = -1;
    this.list = Object.assign(document.createElement("ul"), { className: "completions", id: "reply-offers", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.told = Object.assign(document.createElement("span"), { className: "hidden", role: "status" });
    this.append(this.list, this.told);
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-controls", this.list.id], ["aria-haspopup", "listbox"]]) this.text.setAttribute(name, value);
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("input", () => this.offer());
    this.text.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.take(option);
    });
    if (document.activeElement === this.text) this.offer(); // Typed before this came.
  }

  disconnectedCallback() {
    this.list.remove();
    this.told.remove();
  }

  /* The sign before the caret and what has been typed behind it; a sign of another layout only where it was just struck. */
  part() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const line = before.lastIndexOf("\n") + 1;
    const found = [...before.slice(line).matchAll(/(?<=^|[\s(])[^\s\p{L}\p{N}]/gu)].at(-1);
    if (!found) return null;
    const start = line + found.index;
    const typed = before.slice(start + 1);
    const sure = found[0] === "/" || found[0] === "@";
    const sign = sure ? found[0] : typed && this.struck?.at === start && this.struck.sign;
    return sign && typed.length <= 40 && !/^\s/.test(typed) ? { start, sign, typed, sure } : null;
  }

  async offer() {
    const part = this.part();
    if (!part) return this.close();
    const words = plain(part.typed).split(/\s+/).filter(Boolean);
    const all = part.sign === "/" ? this.canned() : this.isNote() ? await this.people() : [];
    if (this.part()?.start !== part.start) return;
    const options = all.filter(([, name, says]) => words.every((word) => plain(`${name} ${says}`).split(/[\s,.]+/).some((w) => w.startsWith(word)))).slice(0, 20);
    this.list.replaceChildren(...options.map(([value, name, says], i) => {
      const option = Object.assign(document.createElement("li"), { id: `reply-offer-${i}` });
      option.setAttribute("role", "option");
      option.dataset.value = value;
      option.append(name);
      if (says) option.append(Object.assign(document.createElement("span"), { textContent: says }));
      return option;
    }));
    this.list.setAttribute("aria-label", part.sign === "/" ? this.dataset.cannedWords : this.dataset.peopleWords);
    this.list.hidden = options.length === 0;
    this.told.textContent = options.length ? `${this.dataset.found} ${options.length}` : "";
    this.choose(part.sure && options.length ? 0 : -1);
  }

  isNote() {
    return this.text.form.querySelector("[name=Internal]:checked")?.value === "true";
  }

  canned() {
    return [...this.text.form.querySelectorAll("[data-canned] option")].map((o) => [o.value, o.textContent, o.parentElement.label ?? ""]);
  }

  people() {
    this.known ??= fetch(this.dataset.people, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : []))
      .then((people) => people.map(({ called, name }) => [called, name, called === name ? "" : called]));
    return this.known;
  }

  key(event) {
    const sign = places[event.code + event.key];
    if (sign) this.struck = { at: this.text.selectionStart, sign };
    if (this.list.hidden || event.ctrlKey || event.metaKey) return;
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.choose((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.choose((Math.max(this.at, 0) + count - 1) % count);
    else if (event.key === "Tab" && !event.shiftKey) this.take(this.list.children[Math.max(this.at, 0)]);
    else if (event.key === "Enter" && this.at >= 0) this.take(this.list.children[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(at) {
    this.at = at;
    [...this.list.children].forEach((o, i) => o.setAttribute("aria-selected", String(i === at)));
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) this.text.setAttribute("aria-activedescendant", this.list.children[at].id);
    else this.text.removeAttribute("aria-activedescendant");
  }

  async take(option) {
    const part = this.part();
    const end = this.text.selectionStart;
    this.close();
    if (!part) return;
    let text = `@${option.dataset.value} `;
    if (part.sign === "/") {
      const answer = await fetch(`${this.text.form.querySelector("[data-canned]").dataset.canned}/${option.dataset.value}`, { headers: { Accept: "text/plain" } });
      if (!answer.ok) return;
      text = await answer.text();
    }
    this.text.setRangeText(text, part.start, end, "end");
    this.struck = undefined;
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.told.textContent = "";
    this.choose(-1);
  }
}
if (!customElements.get("reply-text")) customElements.define("reply-text", ReplyText);
