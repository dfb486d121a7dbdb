// The question under the grids in predict mode: its field, its buttons, and what is said to an answer.

import { arithmeticOf, make, makeSvg, placeOf, windowAt } from "./look.js";
import { fillPanel, hueOf, paint } from "./draw.js";
import { baseLink, choose, redraw } from "./stage.js";
import * as predict from "./predict.js";

const SIGNS = { right: "m3 8.5 3.5 3.5L13 4.5", wrong: "M4 4l8 8M12 4l-8 8", unclear: "M8 3.5v5.5M8 12v.5" };
const MODES = [["explore", "Explore"], ["predict", "Predict first"]];
const FOR_PICKING = "Type it, or choose its cell in the input.";
const FOR_TYPING = "Two decimals are enough.";

// ---- building once -----------------------------------------------------------------------------------------

export function buildModes(stage) {
  const buttons = MODES.map(([mode, name]) => {
    const node = make("button", { type: "button" }, name);
    node.addEventListener("click", () => stage.setTriggerValue("mode", mode));
    return node;
  });
  stage.modes = make("span", { class: "modes", role: "group", "aria-label": "Mode" }, ...buttons);
  return stage.modes;
}

export function buildAsk(stage) {
  const field = () => make("input", { class: "guess", inputmode: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  stage.prompt = make("span", { class: "prompt" });
  stage.how = make("span", { class: "how" });
  stage.guesses = [field(), field()];
  stage.times = make("span", { "aria-hidden": "true" }, "×");
  stage.check = make("button", { type: "submit", class: "wide check" });
  stage.hint = make("button", { type: "button" }, "Hint");
  stage.showMe = make("button", { type: "button" }, "Show me");
  stage.score = make("span", { class: "score", title: "Right at the first try" });
  stage.hint.addEventListener("click", () => giveHint(stage));
  stage.showMe.addEventListener("click", () => showAnswer(stage));
  const row = make("div", { class: "answering" }, stage.guesses[0], stage.times, stage.guesses[1], stage.check, stage.hint, stage.showMe, stage.score);
  stage.ask = make("form", { class: "ask", hidden: "", novalidate: "" }, stage.prompt, " ", stage.how, row);
  stage.ask.addEventListener("keydown", (event) => event.stopPropagation()); // letters are shortcuts of the page around it
  stage.ask.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(stage);
  });
  return stage.ask;
}

// ---- answering ---------------------------------------------------------------------------------------------

function isAsking(stage) {
  // whether there is a question whose answer is still covered
  if (stage.sizing) return true;
  const asked = predict.currentQuestion(stage);
  return Boolean(asked) && !predict.isOpen(stage, asked.link, asked.index);
}

function submit(stage) {
  if (!isAsking(stage)) return goOn(stage);
  const texts = stage.guesses.filter((guess) => !guess.hidden).map((guess) => guess.value);
  if (stage.sizing) return respond(stage, predict.judgeSize(stage.scene.predict.size, texts));
  return respond(stage, predict.judge(stage, predict.currentQuestion(stage), texts[0]));
}

function respond(stage, judged) {
  predict.keepScore(stage, judged.kind);
  stage.said = judged;
  if (judged.kind === "right") uncover(stage);
  else {
    if (stage.ask.contains(stage.shadow.activeElement)) stage.guesses[0].select();
    paint(stage);
  }
  writeAsk(stage);
}

function uncover(stage) {
  const { sizing } = stage;
  const said = stage.said;
  predict.solve(stage);
  if (sizing) {
    const inside = stage.guesses.includes(stage.shadow.activeElement);
    stage.told = null; // the window that the address names is there only now
    redraw(stage);
    stage.said = said;
    if (inside) stage.guesses[0].focus();
  }
  for (const view of stage.views.values()) fillPanel(view, stage);
  paint(stage);
}

export function goOn(stage, { typing = true } = {}) {
  const next = predict.nextQuestion(stage, baseLink(stage));
  if (next) choose(stage, next.place, { output: next.output });
  else if (stage.guesses.includes(stage.shadow.activeElement)) return; // one Enter too many covers nothing again
  else {
    predict.coverAll(stage);
    choose(stage, placeOf(baseLink(stage), 0));
    for (const view of stage.views.values()) fillPanel(view, stage);
  }
  if (typing) stage.guesses[0].focus();
}

function giveHint(stage) {
  if (!isAsking(stage)) return;
  const tried = predict.tryOf(stage);
  tried.hints = Math.min(tried.hints + 1, 2);
  stage.said = null;
  paint(stage);
  writeAsk(stage);
}

function showAnswer(stage) {
  if (!isAsking(stage)) return;
  predict.keepScore(stage, "shown");
  stage.said = { kind: "shown", text: stage.sizing ? stage.scene.predict.size.said : "" };
  uncover(stage);
  writeAsk(stage);
}

export function pick(stage, cell, position) {
  // whether this cell is an answer: one of the taps of the covered window, where a tap is what is asked for
  if (stage.sizing || !isAsking(stage)) return false;
  const asked = predict.currentQuestion(stage);
  const judged = asked.table.pick ? predict.judgeTap(stage, asked, cell.view.panel, position) : null;
  if (!judged) return false;
  stage.guesses[0].value = cell.view.panel.text[position];
  respond(stage, { ...judged, picked: true });
  return true;
}

export function startTyping(stage, first = null) {
  const [guess] = stage.guesses;
  if (first !== null && isAsking(stage)) guess.value = first;
  guess.focus();
}

// ---- showing -----------------------------------------------------------------------------------------------

export function writeModes(stage) {
  const now = stage.scene.predict ? "predict" : "explore";
  MODES.forEach(([mode], i) => stage.modes.children[i].setAttribute("aria-pressed", mode === now));
}

export function writeAsk(stage) {
  stage.ask.hidden = !stage.solved;
  if (!stage.solved) return;
  if (!stage.question && !stage.sizing) predict.pickQuestion(stage);
  stage.ask.hidden = !stage.question && !stage.sizing;
  if (stage.ask.hidden) return;
  const asking = isAsking(stage);
  const asked = predict.currentQuestion(stage);
  const key = JSON.stringify([stage.round, stage.sizing, stage.question, asking]);
  const prompt = predict.promptOf(stage);
  stage.prompt.textContent = prompt;
  stage.how.textContent = stage.sizing || !asking ? "" : asked.table.pick ? FOR_PICKING : FOR_TYPING;
  writeFields(stage, asked, asking, prompt, key);
  stage.check.textContent = asking ? "Check" : predict.nextQuestion(stage, baseLink(stage)) ? "Continue" : "Cover again";
  const hints = asking ? predict.tryOf(stage).hints : 0;
  stage.hint.setAttribute("aria-disabled", !asking || hints === 2);
  stage.hint.textContent = asking && hints ? "Second hint" : "Hint";
  stage.showMe.setAttribute("aria-disabled", !asking);
  stage.score.textContent = predict.score.asked ? `${predict.score.right} of ${predict.score.asked}, streak ${predict.score.streak}` : "";
  const hue = asked ? stage.views.get(asked.link.output).panel.hue[asked.index] : null;
  stage.ask.style.setProperty("--hue", hue === null ? "var(--accent)" : hueOf(stage, hue));
}

function writeFields(stage, asked, asking, prompt, key) {
  const sides = stage.sizing ? stage.scene.predict.size.sides : [null];
  stage.guesses.forEach((guess, i) => {
    guess.hidden = i >= sides.length;
    guess.readOnly = !asking;
    guess.placeholder = sides[i] ?? "?";
    guess.setAttribute("aria-label", guess.hidden ? "" : sides[i] ? `${prompt} ${sides[i]}` : prompt);
    if (stage.fieldsKey !== key) guess.value = "";
  });
  stage.times.hidden = sides.length < 2;
  stage.fieldsKey = key;
  if (!asking) stage.guesses[0].value = asked.link.result[asked.index] || asked.table.right[asked.index];
}

function said(kind, text) {
  const sign = makeSvg("svg", { viewBox: "0 0 16 16", width: 18, height: 18, "aria-hidden": "true" });
  if (SIGNS[kind]) sign.append(makeSvg("path", { d: SIGNS[kind], class: "thin" }));
  return make("div", { class: `said ${kind}` }, ...(SIGNS[kind] ? [sign] : []), make("span", {}, text));
}

export function feedbackOf(stage, place) {
  // what the status region says beside the arithmetic of open windows
  if (!stage.solved) return [];
  const asked = predict.currentQuestion(stage);
  const nodes = [make("span", { class: "unseen" }, isAsking(stage) ? predict.promptOf(stage) : "")];
  if (stage.said?.text) nodes.push(said(stage.said.kind, stage.said.text));
  if (!isAsking(stage)) return asked && !predict.nextQuestion(stage, baseLink(stage)) ? [...nodes, said("done", "All answers are uncovered. Change a number, or cover them again.")] : nodes;
  const { hints } = predict.tryOf(stage);
  if (stage.sizing) return [...nodes, ...stage.scene.predict.size.hints.slice(0, hints).map((text) => said("hint", text))];
  if (hints > 0) nodes.push(said("hint", predict.hintOf(stage, asked)));
  if (hints > 1) nodes.push(openLine(stage, asked, place));
  return nodes;
}

function openLine(stage, { link, table, index }, place) {
  // the arithmetic but for its last step
  const sources = stage.scene.links.filter((other) => other.output === link.output && windowAt(other, place) !== null);
  const written = table.covers === "output" ? sources.flatMap((source) => [arithmeticOf(stage, source, placeOf(source, index), false)[0], " "]) : [];
  const open = table.open[index];
  const step = make("span", { class: "written" }, ...written, `${open && written.length ? "= " : ""}${open}`);
  const line = make("div", { class: "line" }, step, make("span", { class: "result" }, " = ?"));
  line.style.setProperty("--hue", hueOf(stage, stage.views.get(link.output).panel.hue[index]));
  return line;
}
