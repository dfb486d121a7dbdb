// What a page is asked by test_accessibility.py. Every probe answers with one line for each thing that it finds.
([notOurs, doneElsewhere]) => {
  const every = (root) => [...root.querySelectorAll("*")].flatMap((node) => [node, ...(node.shadowRoot ? every(node.shadowRoot) : [])]);
  const parentOf = (node) => node.parentElement || node.getRootNode().host;
  const above = (node) => (node ? [node, ...above(parentOf(node))] : []);
  const isOurs = (node) => !notOurs.some((selector) => node.matches(selector));
  const isDrawn = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().width > 0;
  const nameOf = (node) => {
    const words = node.getAttribute("aria-label") || node.innerText || node.title || node.labels?.[0]?.innerText || node.className;
    return `${node.tagName.toLowerCase()} ${node.getAttribute("role") || node.type || ""} "${String(words).trim().slice(0, 50)}"`;
  };
  const holder = () => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node;
  };

  // ---- targets: 24 px, or 24 px round their middle to themselves (WCAG 2.5.8)

  const TARGETS = "a[href], button, input, select, summary, [role=button], [role=radio], [role=option], [role=slider], [role=gridcell]";
  const isInText = (node) => node.tagName === "A" && getComputedStyle(node).display === "inline" && parentOf(node).innerText !== node.innerText;
  const targetOf = (node) => {
    const box = (node.labels?.[0] || node).getBoundingClientRect();
    const before = getComputedStyle(node, "::before"); // what a finger hits may be larger than what is seen
    const [width, height] = ["width", "height"].map((side) => Math.max(box[side], before.position === "absolute" ? parseFloat(before[side]) || 0 : 0));
    return { node, x: box.x + box.width / 2, y: box.y + box.height / 2, width, height };
  };
  const gap = (a, b) => Math.hypot(Math.max(Math.abs(a.x - b.x) - b.width / 2, 0), Math.max(Math.abs(a.y - b.y) - b.height / 2, 0));
  const tooSmall = () => {
    const targets = every(document).filter((node) => node.matches(TARGETS) && !node.disabled && isDrawn(node) && !isInText(node)).map(targetOf);
    const isSmall = (target) => Math.min(target.width, target.height) < 23.9;
    const crowds = (a, b) => a.node !== b.node && !above(a.node).includes(b.node) && (gap(a, b) < 12 || (isSmall(b) && Math.hypot(a.x - b.x, a.y - b.y) < 24));
    return targets
      .filter((target) => isOurs(target.node) && !target.node.matches(doneElsewhere.join()) && isSmall(target) && targets.some((other) => crowds(target, other)))
      .map((target) => `${nameOf(target.node)} is ${target.width.toFixed()} x ${target.height.toFixed()} px`);
  };

  // ---- nothing is lost where there is little room

  const scrolls = (node) => above(node).some((one) => one.dataset?.testid !== "stMain" && /auto|scroll/.test(getComputedStyle(one).overflowX));
  const isUnseen = (node) => above(node).some((one) => getComputedStyle(one).clipPath !== "none");
  const textsOf = () =>
    every(document).filter((node) => isOurs(node) && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) && isDrawn(node) && !isUnseen(node));
  const isCut = (node) => {
    const style = getComputedStyle(node);
    return /hidden|clip/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0;
  };
  const lost = () => {
    const wide = document.querySelector("[data-testid=stMain]").scrollWidth - innerWidth;
    const out = textsOf().filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !scrolls(node));
    return [
      ...(wide > 0 ? [`the page is ${wide} px wider than the window`] : []),
      ...out.map((node) => `${nameOf(node)} stands outside the window`),
      ...textsOf().filter(isCut).map((node) => `${nameOf(node)} is cut`),
    ];
  };

  // ---- the keyboard's way

  const lookOf = (node) => {
    const style = getComputedStyle(node);
    return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.color, style.textDecoration].join();
  };
  const signOf = (node) => [...above(node).slice(0, 4), ...node.querySelectorAll("*"), ...[node.nextElementSibling].filter(Boolean)].map(lookOf).join();
  const isStop = (node) => node.tabIndex >= 0 && !node.disabled && isDrawn(node) && (node.type !== "radio" || node.checked);
  const way = { stops: [], found: [] };
  const start = () => {
    document.activeElement?.blur();
    Object.assign(way, { stops: [], found: [], last: null, slipped: -1, expected: every(document).filter(isStop) });
  };
  // Streamlit's copy button beside code goes when the focus leaves it, at times before the next thing has it: the next
  // Tab goes on from that place. Once for each.
  const slipped = (last) => {
    const code = last && (!last.node.isConnected || last.node.closest("[data-testid=stCode]"));
    const again = Boolean(code) && way.slipped !== way.stops.length;
    way.slipped = way.stops.length;
    return again;
  };
  const arrive = () => {
    // called after each Tab: true while there is a way on
    const node = holder();
    const { last } = way;
    if (last && last.node.isConnected && isOurs(last.node) && last.sign === signOf(last.node)) way.found.push(`the focus on ${nameOf(last.node)} cannot be seen`);
    if (!node || node === document.body) return slipped(last);
    if (way.stops.includes(node)) return node === way.stops[0] ? false : (way.found.push(`Tab comes back to ${nameOf(node)}`), false);
    way.stops.push(node);
    way.last = { node, sign: signOf(node) };
    return true;
  };
  const finish = () => {
    const order = new Map(every(document).map((node, i) => [node, i]));
    const back = way.stops.filter((node, i) => i && order.get(node) < order.get(way.stops[i - 1]));
    const groupOf = (node) => node.closest("[role=radiogroup], [data-testid=stButtonGroup]") || node; // arrows go on in it
    const reached = new Set(way.stops.map(groupOf));
    const missed = way.expected.filter((node) => node.isConnected && isStop(node) && isOurs(node) && !reached.has(groupOf(node)));
    return [
      ...way.found,
      ...back.map((node) => `Tab goes back up to ${nameOf(node)}`),
      ...missed.map((node) => `Tab never reaches ${nameOf(node)}`),
    ];
  };

  // ---- pictures in words, and no motion where none is wanted

  const wordless = () =>
    every(document)
      .filter((node) => node.matches(".js-plotly-plot, canvas, svg[role=img]") && isDrawn(node))
      .filter((node) => !above(node).some((one) => one.getAttribute("aria-label") || one.ariaHidden === "true"))
      .map((node) => `${nameOf(node)} has no words`);
  const moving = () =>
    every(document)
      .filter((node) => node.getRootNode() !== document && /[1-9]/.test(getComputedStyle(node).transitionDuration + getComputedStyle(node).animationDuration))
      .map((node) => `${nameOf(node)} moves`);

  window.barriers = { every, nameOf, holder, tooSmall, lost, start, arrive, finish, wordless, moving };
};
