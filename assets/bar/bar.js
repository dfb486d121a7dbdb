// "Copy link", "Reset" and "Download". The query comes from Python; only the browser knows the address before it.

function addressOf(query) {
  const { origin, pathname } = window.location;
  return origin + pathname + (query ? `?${query}` : "");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no clipboard without https: the link is shown for copying by hand
  }
}

function build(parentElement) {
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.innerHTML = `
    <button type="button" class="copy">Copy link</button>
    <button type="button" class="reset">Reset</button>
    <button type="button" class="download">Download</button>
    <a class="tab" target="_blank" rel="noopener" hidden>Open in a new tab</a>
    <input class="address" readonly hidden aria-label="Link to this page">
    <span class="said" role="status"></span>
    <span class="note"></span>
    <span class="heard" role="status"></span>`;
  parentElement.append(bar);
  return bar;
}

const bars = new WeakMap();

// A dialog that closes gives the focus back to what had it: seen from the page, this whole component.
function lead(host, button) {
  host.focus = (options) => button.focus(options);
}

function showLink(part, { query, note = "", said = "", embedded = false }) {
  for (const name of ["copy", "reset"]) part(name).hidden = query === undefined;
  part("note").textContent = note;
  part("tab").hidden = !embedded;
  part("tab").href = addressOf(query);
  part("address").hidden = true;
  part("said").textContent = "";
  if (part("heard").textContent !== said) part("heard").textContent = said;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const bar = bars.get(parentElement) || build(parentElement);
  bars.set(parentElement, bar);
  const part = (name) => bar.querySelector(`.${name}`);
  showLink(part, data);
  part("copy").onclick = async () => {
    const address = addressOf(data.query);
    const done = await copy(address);
    part("said").textContent = done ? "Link copied." : "Copy this link:";
    part("address").hidden = done;
    part("address").value = address;
    if (!done) part("address").select();
  };
  part("reset").onclick = () => setTriggerValue("reset", true);
  part("download").hidden = !data.download;
  part("download").onclick = () => {
    lead(bar.getRootNode().host, part("download"));
    setTriggerValue("download", true);
  };
}
