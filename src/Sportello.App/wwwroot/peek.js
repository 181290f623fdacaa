// A look at the ticket of a row, beside the list: it follows the row that one stands on, and goes with Space or Escape.
const shown = () => document.querySelector(".peek");
let asked;

export async function look(row, follow) {
  const link = row?.querySelector(".c-subject a");
  if (!link || (!follow && shown())) return close();
  const here = (asked = link.pathname);
  const answer = await fetch(`${here}/peek`, { headers: { Accept: "text/html" } });
  if (!answer.ok || asked !== here) return;
  const peek = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".peek");
  if (shown()) shown().replaceWith(peek);
  else document.querySelector("table.tickets").after(peek);
}

export function close() {
  asked = undefined;
  shown()?.remove();
}
