// The way to the next part of a page. Python draws that part; the way there begins at its top, for eyes and for keys.

const ARROW = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h13M12 6l6 6-6 6"/></svg>';

function toTop() {
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  const title = document.querySelector('[data-testid="stMain"] h1');
  if (!title) return;
  title.tabIndex = -1;
  title.style.outline = "none";
  title.focus({ preventScroll: true });
}

export default function ({ data, parentElement, setTriggerValue }) {
  let link = parentElement.querySelector("a");
  if (!link) {
    link = document.createElement("a");
    link.innerHTML = `<span></span>${ARROW}`;
    parentElement.append(link);
  }
  link.href = `?${data.query}`; // for those who open it beside this page
  link.firstChild.textContent = data.label;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    setTriggerValue("follow", true);
    toTop();
  };
  return () => {
    link.onclick = null;
  };
}
