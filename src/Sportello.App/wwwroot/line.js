// Completion in the line of a query: keys, then their values. Without it the line is typed in full and works the same.
class QueryLine extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.dataset.words);
    this.input = this.querySelector("input");
    this.list = Object.assign(document.createElement("ul"), { className: "completions", id: "completions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.querySelector("label").textContent);
    this.append(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "completions"], ["aria-expanded", "false"]]) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.offer());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.take(option);
    });
    if (document.activeElement === this.input) this.offer(); // Typed before this came.
  }

  disconnectedCallback() {
    this.list.remove();
  }

  /* The part before the caret that is being typed: key, colon, beginning of a value. */
  part() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    const found = before.match(/(?:^|\s)((\p{L}*)(?:(:)("([^"]*)|[^\s"]*))?)$/u);
    return found && { start: before.length - found[1].length, key: found[2].toLowerCase(), colon: !!found[3], value: found[5] ?? found[4] ?? "" };
  }

  offer() {
    const part = this.part();
    const begins = (text, by) => text.toLowerCase().startsWith(by.toLowerCase());
    const options = !part ? []
      : part.colon ? (this.words[part.key] ?? []).filter(([v, says]) => begins(v, part.value) || begins(says ?? "", part.value)).map(([v, says]) => [`${part.key}:${/\s/.test(v) ? `"${v}"` : v} `, v, says])
      : part.key ? Object.keys(this.words).filter((k) => begins(k, part.key)).map((k) => [`${k}:`, `${k}:`]) : [];
    this.list.replaceChildren(...options.slice(0, 50).map(([text, shown, says], i) => {
      const option = Object.assign(document.createElement("li"), { id: `completion-${i}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = text;
      option.append(shown);
      if (says) option.append(Object.assign(document.createElement("span"), { textContent: says }));
      return option;
    }));
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    const options = [...this.list.children];
    const at = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.choose(options, (at + (event.key === "ArrowDown" ? 1 : options.length - (at < 0 ? 0 : 1))) % options.length);
    } else if (event.key === "Tab" && !event.shiftKey) {
      this.take(options[Math.max(at, 0)]);
    } else if (event.key === "Enter" && at >= 0) {
      this.take(options[at]);
    } else if (event.key === "Escape") {
      this.close();
      event.stopPropagation();
    } else {
      return;
    }
    event.preventDefault();
  }

  choose(options, at) {
    options.forEach((o, i) => o.setAttribute("aria-selected", String(i === at)));
    this.input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  take(option) {
    const part = this.part();
    this.input.setRangeText(option.dataset.text, part.start, this.input.selectionStart, "end");
    this.offer();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}
if (!customElements.get("query-line")) customElements.define("query-line", QueryLine);
