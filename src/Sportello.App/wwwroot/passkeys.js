// Makes and uses passkeys. The form of the page is filled with what the browser says, and sent as any other.
const toOctets = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) => buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : "";

async function make(form, challenge) {
  const { rp, handle, username, exclude } = form.dataset;
  const made = await navigator.credentials.create({
    publicKey: {
      challenge,
      rp: { id: rp, name: "Sportello" },
      user: { id: toOctets(handle), name: username, displayName: username },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      excludeCredentials: exclude.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: toOctets(id) })),
      attestation: "none",
    },
  });
  const said = made.response;
  return {
    Id: made.id,
    ClientData: toText(said.clientDataJSON),
    AuthenticatorData: toText(said.getAuthenticatorData()),
    PublicKey: toText(said.getPublicKey()),
    Algorithm: said.getPublicKeyAlgorithm(),
  };
}

async function use(form, challenge) {
  const used = await navigator.credentials.get({ publicKey: { challenge, rpId: form.dataset.rp, userVerification: "required" } });
  const said = used.response;
  return {
    Id: used.id,
    ClientData: toText(said.clientDataJSON),
    AuthenticatorData: toText(said.authenticatorData),
    Signature: toText(said.signature),
    UserHandle: toText(said.userHandle),
  };
}

async function send(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  form.ariaBusy = "true";
  try {
    const answer = await fetch(form.dataset.challenge, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { random, ticket } = await answer.json();
    const words = await (form.dataset.passkey === "make" ? make : use)(form, toOctets(random));
    for (const [name, value] of Object.entries({ ...words, Ticket: ticket })) form.elements[name].value = value;
    form.submit();
  } catch {
    // Called off, no key for this site, or a device that cannot: the browser has said which.
    failed.hidden = false;
  } finally {
    form.ariaBusy = null;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-passkey]")) return;
  event.preventDefault();
  if (event.target.ariaBusy !== "true") send(event.target);
});

export function show() {
  if (window.PublicKeyCredential) for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
  else for (const without of document.querySelectorAll("[data-without-passkeys]")) without.hidden = false;
}
