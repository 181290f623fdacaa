// Sends one operation of the API with a token, and shows what came back. The token stays in this module, and goes with the page.
let token = "";

// Of the headers, those that a client of the API reads.
const telling = /^(content-type|etag|location|retry-after|ratelimit-.*|idempotency-.*|www-authenticate)$/;

export function offer(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "true";
  form.hidden = false;
  form.elements.token.value = token;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

async function send(form) {
  token = form.elements.token.value.trim();
  const { url, headers } = addressed(form);
  const answer = form.querySelector("[data-answer]");
  const failed = form.querySelector("[data-failed]");
  const button = form.querySelector("button");
  answer.hidden = failed.hidden = true;
  button.disabled = true;
  try {
    const began = performance.now();
    const got = await fetch(url, { method: form.dataset.method, headers, body: bodyOf(form), credentials: "omit", redirect: "error" });
    const text = await got.text();
    answer.querySelector("[data-status]").textContent = `${got.status} ${got.statusText} · ${Math.round(performance.now() - began)} ms`;
    answer.querySelector("[data-headers]").textContent = [...got.headers].filter(([name]) => telling.test(name)).map(([name, value]) => `${name}: ${value}`).join("\n");
    answer.querySelector("[data-body]").textContent = pretty(text);
    answer.hidden = false;
    answer.querySelector("[data-status]").focus();
  } catch {
    failed.hidden = false;
  } finally {
    button.disabled = false;
  }
}

function addressed(form) {
  const headers = { Authorization: `Bearer ${token}` };
  const query = new URLSearchParams();
  let path = form.dataset.path;
  for (const input of form.querySelectorAll("[data-in]")) {
    const { in: place, name } = input.dataset;
    const value = input.value.trim();
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value && place === "query") query.set(name, value);
    else if (value) headers[name] = value;
  }
  if (form.dataset.type) headers["Content-Type"] = form.dataset.type;
  return { url: query.size ? `${path}?${query}` : path, headers };
}

// Members that were left as they stood, empty, are not sent: a null empties, and has to be written.
function bodyOf(form) {
  if (!form.dataset.type) return undefined;
  const file = form.querySelector("#file")?.files[0];
  const text = form.querySelector("#body").value;
  if (form.dataset.type !== "application/json") return file ?? text;
  try {
    const body = JSON.parse(text);
    return JSON.stringify(Object.fromEntries(Object.entries(body).filter(([, value]) => value !== "")));
  } catch {
    return text;
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
